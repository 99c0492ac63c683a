"""Addresses of the office of the joint meeting; to be included under `office/joint/`."""

from django.urls import path

from shuangsuiji.web.office.joint import views

app_name = "joint"
urlpatterns = [path("", views.joint_list, name="list")]
