"""Addresses of policies and measures; to be included under `office/policy/`."""

from django.urls import path

from shuangsuiji.web.office.policy import views

app_name = "policy"
urlpatterns = [
    path("", views.policy_list, name="list"),
    path("write/", views.write, name="write"),
    path("measures/write/", views.measure, name="measure"),
    path("measures/<uuid:key>/approve/", views.approve_measure, name="approve_measure"),
    path("<uuid:key>/", views.draft, name="draft"),
    path("<uuid:key>/edit/", views.edit, name="edit"),
    path("<uuid:key>/send/", views.send, name="send"),
    path("<uuid:key>/approve/", views.approve, name="approve"),
]
