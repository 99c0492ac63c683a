"""Addresses of tasks; to be included under `office/tasks/`."""

from django.urls import path

from shuangsuiji.web.office.tasks import on_paper, views

app_name = "tasks"
urlpatterns = [
    path("", views.task_list, name="list"),
    path("new/", views.choose, name="choose"),
    path("new/<uuid:line>/", views.create, name="create"),
    path("<uuid:key>/", views.task, name="task"),
    path("<uuid:key>/print/", views.print_scheme, name="print"),
    path("<uuid:key>/scheme/", views.scheme, name="scheme"),
    path("<uuid:key>/send/", views.send, name="send"),
    path("<uuid:key>/sign/", views.sign, name="sign"),
    path("<uuid:key>/paper/<str:department>/", views.record_paper, name="record_paper"),
    path("<uuid:key>/paper/<str:department>/confirm/", views.confirm_paper, name="confirm_paper"),
    path(
        "<uuid:key>/registries/<str:department>/<str:kind>/paper/",
        on_paper.record_confirmation,
        name="record_confirmation",
    ),
    path("<uuid:key>/registries/paper/<uuid:paper>/", on_paper.vouch, name="vouch"),
    path("<uuid:key>/papers/<uuid:answer>/scan/", views.scan, name="scan"),
    path("<uuid:key>/confirm/", views.confirm, name="confirm"),
    path("<uuid:key>/revise/", views.revise, name="revise"),
    path("<uuid:key>/withdraw/", views.withdraw, name="withdraw"),
]
