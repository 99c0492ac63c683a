"""Addresses of filings; to be included under `office/filings/`."""

from django.urls import path

from shuangsuiji.web.office.filings import views

app_name = "filings"
urlpatterns = [
    path("", views.filing_list, name="list"),
    path("new/<uuid:task>/", views.ask, name="request"),
    path("<uuid:key>/", views.filing, name="filing"),
    path("<uuid:key>/print/", views.print_form, name="print"),
    path("<uuid:key>/file/", views.file, name="file"),
    path("<uuid:key>/return/", views.send_back, name="return"),
    path("<uuid:key>/paper/", views.record_paper, name="record_paper"),
    path("<uuid:key>/paper/confirm/", views.confirm_paper, name="confirm_paper"),
    path("<uuid:key>/paper/scan/", views.scan, name="scan"),
    path("<uuid:key>/publish/", views.publish, name="publish"),
]
