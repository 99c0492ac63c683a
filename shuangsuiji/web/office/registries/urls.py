"""Addresses below /office/registries/."""

from django.urls import path

from shuangsuiji.web.office.registries import views

app_name = "registries"
urlpatterns = [
    path("", views.registries, name="list"),
    path("sign/<uuid:draft>/", views.sign, name="sign"),
    path("<str:kind>/", views.registry, name="registry"),
]
