"""Addresses below /office/registries/."""

from django.urls import path

from shuangsuiji.web.office.registries import views

app_name = "registries"
urlpatterns = [
    path("", views.registries, name="list"),
    path("records/", views.records, name="records"),
    path("records/<uuid:key>/", views.record, name="record"),
    path("sign/<uuid:draft>/", views.sign, name="sign"),
    path("<str:kind>/", views.registry, name="registry"),
]
