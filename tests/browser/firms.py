"""A registry of subjects for the walk: eight firms, two of one name, a class stated, a tag, a licence, a rule proposed, sheets on their way in.

Everything by the real acts.
"""

import datetime
import tempfile
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from shuangsuiji.foundation.accounts import session_times
from shuangsuiji.stages.registry.actions.add_licence import add_licence
from shuangsuiji.stages.registry.actions.draft_fusion import draft_fusion
from shuangsuiji.stages.registry.actions.set_risk_class import set_risk_class
from shuangsuiji.stages.registry.actions.set_towns import set_towns
from shuangsuiji.stages.registry.models import Subject
from shuangsuiji.web.components.drafts import KEY_FIELD
from shuangsuiji.web.components.idempotency import new_key
from shuangsuiji.web.components.models import UploadJob
from tests.browser.site import Site
from tests.foundation.sheets.makers import xlsx_bytes
from tests.stages.registry.rosters import file_of, firm, firms, synthetic_uscc, take_in

KEEPER = "registry_keeper"
FIRST = "示例县第1服装厂"


def build(site: Site) -> dict[str, Any]:
    """Keys of what the pages need."""
    keeper, at = site.bureau.actor("li", KEEPER), site.at
    today = datetime.date(2026, 11, 20)
    towns = [("城关镇", "410999100"), ("柳屯镇", "410999101"), ("清河头乡", "410999202")]
    set_towns(rows=towns, document="统计用区划代码2026年版", seen="", actor=keeper, at=at)
    with tempfile.TemporaryDirectory() as folder:
        rows = [*firms(8), firm(9, name=FIRST)]
        take_in(file_of(Path(folder), rows), keeper, at)
        again = file_of(Path(folder), [firm(2, **{"class": "D"}), firm(3, **{"class": "A"}), *firms(8)[3:], firm(10)])
        draft = _upload(site, "import", again.read_bytes(), source="省平台", source_on="2026-11-20", extent="full")
    one = Subject.objects.get(name=FIRST, uscc=synthetic_uscc(1))
    set_risk_class(
        subject=one.pk,
        risk_class="A",
        source="本系统",
        on=today,
        reason="守法",
        document="某〔2026〕3号",
        actor=keeper,
        at=at,
    )
    held = add_licence(subject=one.pk, name="劳务派遣经营许可证", expires_on=today, actor=keeper, at=at)
    steps = [
        UploadJob.objects.create(account=str(site.bureau.account("li").pk), draft=draft, work="IMPORT", office=KEEPER, filename="名录.xlsx", at=at, **told)
        for told in ({}, {"state": "STOPPED", "message": "已取消，没有写入任何行。"})
    ]  # fmt: skip
    rule = draft_fusion(
        document="某〔2026〕20号", effective_from=datetime.date(2027, 1, 1), reason="通用加专业",
        actor=site.bureau.actor("li", "coordinator"), at=at,
    )  # fmt: skip
    sheet = xlsx_bytes([["统一社会信用代码", "信用风险分类"], [synthetic_uscc(1), "D"], [synthetic_uscc(99), "A"]])
    classes = _upload(site, "classes_import", sheet, source="省共享", document="11月期", on="2026-11-20")
    return {
        "key": one.pk,
        "licence": held.pk,
        "draft": draft,
        "classes": classes,
        "licences": _upload(site, "licences_import", _licences(), source="行政审批系统", source_on="2026-11-20"),
        "rule": rule.pk,
        "jobs": [step.pk for step in steps],
    }


def _licences() -> bytes:
    """One licence of a firm that is here, one of a firm that is not, by sheet."""
    header = ["企业名称", "统一社会信用代码", "许可证名称", "许可证编号", "有效期至", "发证机关", "专项库名称"]
    rows = [
        [
            FIRST,
            synthetic_uscc(1),
            "人力资源服务许可证",
            "示第0001号",
            "2029-03-19",
            "示例县人社局",
            "人力资源服务机构库",
        ],
        ["示例县第99服装厂", synthetic_uscc(99), "人力资源服务许可证", "示第0099号", "长期", "", ""],
    ]
    return xlsx_bytes([header, *rows])


def _upload(site: Site, view: str, content: bytes, **about: str) -> str:
    client = Client()
    client.force_login(site.bureau.account("li"))
    session = client.session
    session_times.begin(session, at=site.at, second_factor=True)
    session.save()
    fields = {KEY_FIELD: new_key(), "file": SimpleUploadedFile("名录.xlsx", content), **about}
    answer = client.post(reverse(f"subjects:{view}"), fields)
    return str(answer["Location"]).rstrip("/").rpartition("/")[2]
