"""Addresses of draws; to be included under `office/tasks/`: a task's draw is a page below the task."""

from django.urls import path

from shuangsuiji.web.office.draws import views

app_name = "draws"
urlpatterns = [
    path("<uuid:key>/draw/", views.hall, name="hall"),
    path("<uuid:key>/draw/plan/", views.plan, name="plan"),
    path("<uuid:key>/draw/freeze/", views.freeze_rosters, name="freeze"),
    path("<uuid:key>/draw/commit/", views.commit_number, name="commit"),
    path("<uuid:key>/draw/reveal/", views.reveal_number, name="reveal"),
    path("<uuid:key>/draw/number/", views.number, name="number"),
    path("<uuid:key>/draw/run/", views.run, name="run"),
    path("<uuid:key>/draw/end/", views.end, name="end"),
    path("<uuid:key>/draw/publish/", views.publish, name="publish"),
    path("<uuid:key>/draw/opening/", views.opening, name="opening"),
    path("<uuid:key>/draw/print/", views.print_record, name="print"),
    path("<uuid:key>/draw/record/", views.auditor, name="auditor"),
]
