"""Addresses of 办事指引; to be included under `office/help/`."""

from django.urls import path

from shuangsuiji.web.office.help import views

app_name = "help"
urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:office>/", views.office, name="office"),
]
