"""Addresses of inspections; to be included under `office/inspections/`."""

from django.urls import path

from shuangsuiji.web.office.inspections import views

app_name = "inspections"
urlpatterns = [
    path("", views.inspection_list, name="list"),
    path("<uuid:key>/", views.inspection, name="inspection"),
    path("tasks/<uuid:key>/dispatch/", views.dispatch_list, name="dispatch"),
    path("tasks/<uuid:key>/teams/", views.teams, name="teams"),
]
