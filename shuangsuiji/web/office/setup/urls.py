"""Addresses of the wizard; to be included under `setup/`."""

from django.urls import path

from shuangsuiji.web.office.setup import views

app_name = "setup"
urlpatterns = [
    path("", views.bureau, name="bureau"),
    path("people/", views.people, name="people"),
    path("found/", views.found, name="found"),
]
