"""The site's own addresses, and the pieces in use beside them."""

from django.urls import include, path

from shuangsuiji.web.project import urls as project
from tests.browser.gallery import views

handler400, handler403, handler404, handler500 = (
    project.handler400,
    project.handler403,
    project.handler404,
    project.handler500,
)

urlpatterns = [
    path("office/gallery/", include(([path("<slug:piece>/", views.piece, name="piece")], "gallery"))),
    *project.urlpatterns,
]
