"""Addresses below /office/subjects/."""

from django.urls import path

from shuangsuiji.web.office.subjects import changing, classing, importing, licensing, long, placing, views

app_name = "subjects"
urlpatterns = [
    path("", views.subject_list, name="list"),
    path("add/", changing.add, name="add"),
    # 导入
    path("import/", importing.upload_roster, name="import"),
    path("import/template/", importing.template, name="template"),
    path("import/<uuid:draft>/", importing.roster_report, name="report"),
    path("import/<uuid:draft>/exclude/", importing.exclude_rows, name="exclude"),
    path("import/<uuid:draft>/difference/", importing.difference, name="difference"),
    path("import/<uuid:draft>/confirm/", importing.confirm, name="confirm"),
    path("import/<uuid:draft>/recheck/", long.recheck, name="recheck"),
    path("import/jobs/<uuid:job>/", long.progress, name="job"),
    path("import/jobs/<uuid:job>/stop/", long.stop, name="job_stop"),
    path("import/jobs/<uuid:job>/again/", long.again, name="job_again"),
    # 分类
    path("classes/", classing.overview, name="classes"),
    path("classes/import/", classing.upload_classes, name="classes_import"),
    path("classes/import/<uuid:draft>/", classing.classes_report, name="classes_report"),
    path("classes/import/<uuid:draft>/exclude/", classing.exclude_rows, name="classes_exclude"),
    path("classes/import/<uuid:draft>/confirm/", classing.confirm_classes, name="classes_confirm"),
    path("classes/scale/", classing.scale, name="scale"),
    path("classes/unclassified/", classing.unclassified, name="unclassified"),
    path("classes/fusion/", classing.propose_fusion, name="fusion"),
    path("classes/fusion/<uuid:draft>/", classing.fusion_preview, name="fusion_preview"),
    path("classes/fusion/<uuid:draft>/activate/", classing.activate_fusion, name="fusion_activate"),
    # 许可证
    path("licences/import/", licensing.upload_licences, name="licences_import"),
    path("licences/import/template/", licensing.template, name="licences_template"),
    path("licences/import/<uuid:draft>/", licensing.licences_report, name="licences_report"),
    path("licences/import/<uuid:draft>/exclude/", licensing.exclude_rows, name="licences_exclude"),
    path("licences/import/<uuid:draft>/confirm/", licensing.confirm_licences, name="licences_confirm"),
    # 区划
    path("towns/", placing.table, name="towns"),
    path("towns/edit/", placing.edit, name="towns_edit"),
    # 重复
    path("duplicates/", changing.duplicates, name="duplicates"),
    path("duplicates/resolve/", changing.resolve, name="resolve"),
    # 变更
    path("changes/", views.changes, name="changes"),
    path("changes/<int:ordinal>/", views.change, name="change"),
    # 一企一档
    path("<uuid:key>/", views.firm_page, name="subject"),
    path("<uuid:key>/reveal/", views.reveal, name="reveal"),
    path("<uuid:key>/edit/", changing.edit, name="edit"),
    path("<uuid:key>/remove/", changing.remove, name="remove"),
    path("<uuid:key>/class/", changing.state_class, name="class"),
    path("<uuid:key>/tags/", changing.tags, name="tags"),
    path("<uuid:key>/licences/", changing.licence, name="licence"),
    path("<uuid:key>/licences/<uuid:licence>/end/", changing.end, name="end_licence"),
]
