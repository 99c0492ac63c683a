"""Addresses of item lists and guides; to be included under `office/items/`."""

from django.urls import path

from shuangsuiji.web.office.items import bringing, guides, views

app_name = "items"
urlpatterns = [
    path("", views.item_lists, name="list"),
    path("draft/", views.draft, name="draft"),
    # sheets/ a list's file on its way in
    path("sheets/<uuid:draft>/", bringing.report_page, name="report"),
    path("sheets/<uuid:draft>/exclude/", bringing.exclude_rows, name="exclude"),
    path("sheets/<uuid:draft>/confirm/", bringing.confirm_import, name="confirm"),
    # guides/ 抽查工作指引
    path("guides/", guides.guides, name="guides"),
    path("guides/<str:code>/", guides.guide, name="guide"),
    path("guides/<str:code>/write/", guides.write, name="write_guide"),
    path("guides/<str:code>/publish/", guides.publish, name="publish_guide"),
    # <version>/ one version and what is done with it
    path("<uuid:key>/", views.version, name="version"),
    path("<uuid:key>/print/", views.print_version, name="print"),
    path("<uuid:key>/difference/", views.difference, name="difference"),
    path("<uuid:key>/import/", bringing.import_page, name="import"),
    path("<uuid:key>/send/", views.send, name="send"),
    path("<uuid:key>/return/", views.return_draft, name="return"),
    path("<uuid:key>/approve/", views.approve, name="approve"),
    path("<uuid:key>/discard/", views.discard, name="discard"),
    path("<uuid:key>/publish/", views.publish, name="publish"),
    path("<uuid:key>/add/", views.add_item, name="add"),
    path("<uuid:key>/<str:code>/", views.item, name="item"),
    path("<uuid:key>/<str:code>/edit/", views.edit_item, name="edit"),
    path("<uuid:key>/<str:code>/remove/", views.remove_item, name="remove"),
    path("<uuid:key>/<str:code>/mark/", views.mark, name="mark"),
    path("<uuid:key>/<str:code>/retire/", views.retire, name="retire"),
]
