"""Addresses of replacements; to be included under `office/replacements/`."""

from django.urls import path

from shuangsuiji.web.office.inspections import replacing

app_name = "replacements"
urlpatterns = [
    path("", replacing.replacement_list, name="list"),
    path("new/<uuid:team>/<int:slot>/", replacing.ask, name="ask"),
    path("<uuid:key>/", replacing.decide, name="decide"),
]
