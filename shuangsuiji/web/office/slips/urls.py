"""Addresses of problems and suggestions; to be included under `office/slips/`."""

from django.urls import path

from shuangsuiji.web.office.slips import views

app_name = "slips"
urlpatterns = [
    path("", views.slip_list, name="list"),
    path("add/", views.add, name="add"),
    path("<uuid:key>/", views.slip, name="slip"),
    path("<uuid:key>/files/<uuid:file>/", views.file, name="file"),
    path("<uuid:key>/answer/", views.answer, name="answer"),
    path("<uuid:key>/reopen/", views.reopen, name="reopen"),
    path("<uuid:key>/close/", views.close, name="close"),
    path("<uuid:key>/withdraw/", views.withdraw, name="withdraw"),
]
