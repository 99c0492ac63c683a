"""Addresses of the first office page; to be included under `office/`."""

from django.urls import path

from shuangsuiji.web.office.home.views import home

app_name = "office"
urlpatterns = [path("", home, name="home")]
