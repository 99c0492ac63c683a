"""Addresses of the administrators' pages; to be included under `office/system/`."""

from django.urls import path

from shuangsuiji.web.office.system import views

app_name = "system"
urlpatterns = [
    # departments/ 部门与股室
    path("departments/", views.departments, name="departments"),
    path("departments/new/", views.add_department, name="add_department"),
    path("departments/sections/new/", views.add_section, name="add_section"),
    # people/ 人员、任职、账户
    path("people/", views.people, name="people"),
    path("people/new/", views.add_person, name="add_person"),
    path("people/<uuid:key>/", views.person, name="person"),
    path("people/<uuid:key>/account/", views.open_account, name="open_account"),
    path("people/<uuid:key>/posts/new/", views.appoint, name="appoint"),
    path("people/<uuid:key>/posts/<uuid:post>/end/", views.end_post, name="end_post"),
    path("people/<uuid:key>/role/", views.role, name="role"),
    path("people/<uuid:key>/disable/", views.disable, name="disable"),
    path("people/<uuid:key>/enable/", views.enable, name="enable"),
    path("people/<uuid:key>/password/", views.reset, name="reset"),
    path("people/<uuid:key>/second-factor/", views.forget_factor, name="forget_factor"),
    path("people/<uuid:key>/unlock/", views.unlock, name="unlock"),
    # log/ 访问日志
    path("access-log/", views.access_log, name="access_log"),
]
