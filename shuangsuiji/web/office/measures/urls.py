"""Addresses of the measures register; to be included under `office/measures/`."""

from django.urls import path

from shuangsuiji.web.office.measures import views

app_name = "measures"
urlpatterns = [
    path("", views.measure_list, name="list"),
    path("add/", views.add, name="add"),
    path("<int:year>/report/", views.report, name="report"),
    path("records/<uuid:key>/", views.record, name="record"),
    path("records/<uuid:key>/correct/", views.correct, name="correct"),
    path("records/<uuid:key>/file/", views.file, name="file"),
]
