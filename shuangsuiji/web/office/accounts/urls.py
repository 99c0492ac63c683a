"""Addresses of `accounts`; to be included under `office/`."""

from django.urls import path

from shuangsuiji.web.office.accounts import views

app_name = "accounts"
urlpatterns = [
    path("log-in/", views.log_in, name="log_in"),
    path("log-in/code/", views.second_factor_page, name="second_factor"),
    path("log-out/", views.log_out, name="log_out"),
    path("account/confirm/", views.confirm, name="confirm"),
    path("account/password/", views.change_password, name="change_password"),
    path("account/second-factor/", views.enrol, name="enrol"),
]
