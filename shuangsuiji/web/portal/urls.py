"""Addresses of the public door, and of the log's files beside it."""

from django.urls import path, register_converter

from shuangsuiji.web.portal.draws import views as draws
from shuangsuiji.web.portal.draws.numbers import DrawNumber
from shuangsuiji.web.portal.home.views import home, reading_mode, rules
from shuangsuiji.web.portal.log.views import checkpoint, log, tile
from shuangsuiji.web.portal.notices.views import listed, shown

register_converter(DrawNumber, "draw")

app_name = "portal"
urlpatterns = [
    # /open/ pages
    path("open/", home, name="home"),
    path("open/reading-mode/", reading_mode, name="reading_mode"),
    path("open/rules/", rules, name="rules"),
    path("open/log/", log, name="log"),
    path("open/items/", listed, {"kind": "items"}, name="items"),
    path("open/items/<str:index_no>/", shown, {"kind": "items"}, name="items_notice"),
    path("open/plans/", listed, {"kind": "plans"}, name="plans"),
    path("open/plans/<str:index_no>/", shown, {"kind": "plans"}, name="plans_notice"),
    path("open/filings/", listed, {"kind": "filings"}, name="filings"),
    path("open/filings/<str:index_no>/", shown, {"kind": "filings"}, name="filings_notice"),
    path("open/draws/", draws.listed, name="draws"),
    path("open/draws/ssj-verify.pyz", draws.verifier, name="draws_verifier"),
    path("open/draws/<draw:number>/", draws.shown, name="draws_proof"),
    path("open/draws/<draw:number>/v<int:version>/", draws.shown, name="draws_version"),
    path("open/draws/<draw:number>/v<int:version>/offline.html", draws.offline, name="draws_offline"),
    path("open/draws/<draw:number>/v<int:version>/files/<str:name>", draws.file, name="draws_file"),
    # /log/ the log's files, as C2SP tlog-tiles lays them out
    path("log/checkpoint", checkpoint, name="log_checkpoint"),
    path("log/<path:tile_path>", tile, name="log_tile"),
]
