"""Addresses below /office/inspectors/."""

from django.urls import path

from shuangsuiji.web.office.inspectors import changing, importing, views

app_name = "inspectors"
urlpatterns = [
    path("", views.inspector_list, name="list"),
    path("mine/", views.mine, name="mine"),
    path("add/", changing.add, name="add"),
    path("arrive/<uuid:transfer>/", changing.arrive, name="arrive"),
    path("print/", views.print_roll, name="print"),
    path("import/", importing.upload_roll, name="import"),
    path("import/template/", importing.template, name="template"),
    path("import/<uuid:draft>/", importing.roll_report, name="report"),
    path("import/<uuid:draft>/exclude/", importing.exclude_rows, name="exclude"),
    path("import/<uuid:draft>/confirm/", importing.confirm, name="confirm"),
    path("<uuid:key>/", views.inspector_page, name="inspector"),
    path("<uuid:key>/edit/", changing.edit, name="edit"),
    path("<uuid:key>/transfer/", changing.transfer, name="transfer"),
    path("<uuid:key>/remove/", changing.remove, name="remove"),
    path("<uuid:key>/recusal/", changing.recusal, name="recusal"),
    path("<uuid:key>/leave/", changing.leave, name="leave"),
    path("<uuid:key>/training/", changing.training, name="training"),
]
