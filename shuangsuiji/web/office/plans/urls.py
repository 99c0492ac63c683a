"""Addresses of plans; to be included under `office/plans/`."""

from django.urls import path

from shuangsuiji.web.office.plans import importing, overlaps, signatures, submissions, views, writing

app_name = "plans"
urlpatterns = [
    path("", views.plan_list, name="list"),
    path("add/", writing.add, name="add"),
    # sheets/ a published plan table on its way in
    path("sheets/<uuid:draft>/", importing.report_page, name="report"),
    path("sheets/<uuid:draft>/exclude/", importing.exclude_rows, name="exclude"),
    path("sheets/<uuid:draft>/confirm/", importing.confirm_import, name="confirm"),
    # overlaps/ two lines that meet
    path("overlaps/<uuid:key>/<int:line>/<uuid:second>/<int:other>/", overlaps.overlap, name="overlap"),
    # <plan>/ reading
    path("<uuid:key>/", views.plan, name="plan"),
    path("<uuid:key>/print/", views.print_plan, name="print"),
    path("<uuid:key>/versions/<int:number>/", views.differences, name="differences"),
    path("<uuid:key>/amendment/", views.amendment, name="amendment"),
    # <plan>/ writing
    path("<uuid:key>/edit/", writing.edit, name="edit"),
    path("<uuid:key>/import/", importing.import_page, name="import"),
    path("<uuid:key>/lines/add/", writing.add_line, name="add_line"),
    path("<uuid:key>/lines/<uuid:line>/", writing.edit_line, name="edit_line"),
    path("<uuid:key>/lines/<uuid:line>/remove/", writing.remove_line, name="remove_line"),
    path("<uuid:key>/send/", writing.send, name="send"),
    path("<uuid:key>/amend/", writing.amend, name="amend"),
    path("<uuid:key>/drop/", writing.drop, name="drop"),
    # <plan>/ signatures and publication
    path("<uuid:key>/agree/", signatures.agree, name="agree"),
    path("<uuid:key>/paper/<str:department>/", signatures.record_paper, name="record_paper"),
    path("<uuid:key>/paper/<str:department>/confirm/", signatures.confirm_paper, name="confirm_paper"),
    path("<uuid:key>/approve/", signatures.approve, name="approve"),
    path("<uuid:key>/refuse/", signatures.refuse, name="refuse"),
    path("<uuid:key>/migrate/", signatures.migrate, name="migrate"),
    path("<uuid:key>/submit/", signatures.submit, name="submit"),
    path("<uuid:key>/submission/", submissions.record, name="record_submission"),
    path("<uuid:key>/submission/confirm/", submissions.confirm, name="confirm_submission"),
    path("<uuid:key>/submission/scan/", submissions.scan, name="submission_scan"),
    path("<uuid:key>/consents/<uuid:answer>/scan/", submissions.consent_scan, name="consent_scan"),
    path("<uuid:key>/publish/", signatures.publish, name="publish"),
    path("<uuid:key>/return/", signatures.send_back, name="return"),
    path("<uuid:key>/close/", signatures.close, name="close"),
]
