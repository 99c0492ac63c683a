"""Addresses of the measures register; to be included under `office/measures/`."""

from django.urls import path

from shuangsuiji.web.office.measures import answering, views

app_name = "measures"
urlpatterns = [
    path("", views.measure_list, name="list"),
    path("add/", views.add, name="add"),
    path("<int:year>/report/", views.report, name="report"),
    path("<int:year>/close/", views.close, name="close"),
    path("records/<uuid:key>/", views.record, name="record"),
    path("records/<uuid:key>/correct/", views.correct, name="correct"),
    path("records/<uuid:key>/file/", views.file, name="file"),
    path("queries/", answering.query_list, name="queries"),
    path("queries/ask/", answering.ask, name="ask"),
    path("queries/ask/<uuid:key>/", answering.query, name="query"),
    path("queries/<uuid:key>/", answering.answer, name="answer"),
]
