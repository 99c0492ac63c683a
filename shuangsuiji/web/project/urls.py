"""Every address of the site. Each needs its row in the policy file; a test walks this list."""

from django.urls import URLPattern, URLResolver, include, path

from shuangsuiji.web.project.door import door
from shuangsuiji.web.project.health import health

handler400 = "shuangsuiji.web.components.pages.bad_request"
handler403 = "shuangsuiji.web.components.pages.forbidden"
handler404 = "shuangsuiji.web.components.pages.not_found"
handler500 = "shuangsuiji.web.components.pages.broken"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", door, name="door"),
    path("health", health, name="health"),
    # /setup/ the first-run wizard, gone once there is a department
    path("setup/", include("shuangsuiji.web.office.setup.urls")),
    # /office/ the offices
    path("office/", include("shuangsuiji.web.office.accounts.urls")),
    path("office/", include("shuangsuiji.web.office.home.urls")),
    path("office/help/", include("shuangsuiji.web.office.help.urls")),
    path("office/documents/", include("shuangsuiji.web.office.documents.urls")),
    path("office/items/", include("shuangsuiji.web.office.items.urls")),
    path("office/plans/", include("shuangsuiji.web.office.plans.urls")),
    path("office/policy/", include("shuangsuiji.web.office.policy.urls")),
    path("office/joint/", include("shuangsuiji.web.office.joint.urls")),
    path("office/measures/", include("shuangsuiji.web.office.measures.urls")),
    path("office/slips/", include("shuangsuiji.web.office.slips.urls")),
    path("office/filings/", include("shuangsuiji.web.office.filings.urls")),
    path("office/tasks/", include("shuangsuiji.web.office.tasks.urls")),
    path("office/tasks/", include("shuangsuiji.web.office.draws.urls")),
    path("office/inspections/", include("shuangsuiji.web.office.inspections.urls")),
    path("office/replacements/", include("shuangsuiji.web.office.inspections.replacement_urls")),
    path("office/system/", include("shuangsuiji.web.office.system.urls")),
    path("office/inspectors/", include("shuangsuiji.web.office.inspectors.urls")),
    path("office/registries/", include("shuangsuiji.web.office.registries.urls")),
    path("office/subjects/", include("shuangsuiji.web.office.subjects.urls")),
    # /open/ and /log/ without log-in
    path("", include("shuangsuiji.web.portal.urls")),
]
