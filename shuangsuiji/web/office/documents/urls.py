"""Addresses of the register of rule documents; to be included under `office/documents/`."""

from django.urls import path

from shuangsuiji.web.office.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.documents, name="list"),
    path("new/", views.add, name="add"),
    path("<uuid:key>/file/", views.file, name="file"),
    path("<uuid:key>/end/", views.end, name="end"),
]
