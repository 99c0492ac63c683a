"""A registry of inspectors for the walk: one of them who walks, recusals, leave, training, a confirmation that waits. By the real acts."""

import datetime
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from shuangsuiji.foundation.accounts import session_times
from shuangsuiji.foundation.accounts.actions.add_department import add_department
from shuangsuiji.foundation.accounts.actions.register_certificate import NewCertificate, register_certificate
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.sheets.templates import synthetic_uscc
from shuangsuiji.stages.registry.actions.confirm_registry import confirm_registry
from shuangsuiji.stages.registry.actions.declare_recusal import declare_recusal
from shuangsuiji.stages.registry.actions.import_inspectors import InspectorRoll, import_inspectors
from shuangsuiji.stages.registry.actions.record_leave import record_leave
from shuangsuiji.stages.registry.actions.record_training import record_training
from shuangsuiji.stages.registry.actions.sign_confirmation import sign_confirmation
from shuangsuiji.stages.registry.actions.transfer_inspector import Move, transfer_inspector
from shuangsuiji.stages.registry.models import Inspector
from shuangsuiji.stages.registry.queries import delta_since
from shuangsuiji.stages.registry.queries.moves import arriving_at
from shuangsuiji.web.components.drafts import KEY_FIELD
from shuangsuiji.web.components.idempotency import new_key
from tests.browser.site import Site
from tests.foundation.accounts.bureau import BEGAN
from tests.stages.registry.rolls import SOURCE, SOURCE_ON, inspector, read_roll, roll_of, take_roll

DAY = datetime.date(2026, 11, 20)


def build(site: Site) -> dict[str, Any]:
    """Keys of what the pages need."""
    keeper, at = site.bureau.actor("li", "registry_keeper"), site.at
    held = NewCertificate("41-001", "DEPARTMENT", "示例县政府", DAY, datetime.date(2027, 6, 30))
    register_certificate(person=site.bureau.person("li").pk, certificate=held, actor=keeper, at=at)
    with tempfile.TemporaryDirectory() as folder:
        code = site.bureau.person("li").department.code
        rows = [inspector(which, department=code) for which in range(1, 9)]
        rows[3] = inspector(4, department=code, valid="2026-12-10")
        path = roll_of(Path(folder), rows)
        take_roll(path, keeper, at)
        content = path.read_bytes()
    one = Inspector.objects.get(number="cert:41-001")
    declare_recusal(inspector=one.pk, subjects=[f"uscc:{synthetic_uscc(1)}"], ground="亲属任职", actor=keeper, at=at)
    record_leave(inspector=one.pk, from_on=DAY, to_on=DAY, kind="年休假", actor=keeper, at=at)
    record_training(inspectors=[one.pk], on=DAY, topic="新规培训", hours=8, actor=keeper, at=at)
    first = _confirmed(one, keeper, at)
    signed = sign_confirmation(draft=first.pk, opinion="属实", actor=site.bureau.actor("zheng", "section_head"), at=at)
    with tempfile.TemporaryDirectory() as folder:
        path = roll_of(Path(folder), [inspector(2, department=code, section="仲裁院"), inspector(9, department=code)])
        roll = InspectorRoll(read_roll(path, exclude_rows={3: "证件遗失待补"}), SOURCE, SOURCE_ON, full_list=False)
        import_inspectors(roll=roll, actor=keeper, at=at)
    return {
        "arriving": _arriving(site),
        "key": one.pk, "confirmation": _confirmed(one, keeper, at).pk, "signed": signed.pk, "draft": _upload(site, content),
    }  # fmt: skip


def _arriving(site: Site) -> UUID:
    """Somebody whom another department let go to the bureau."""
    at, clerk = site.at, site.bureau.actor("li", "registry_keeper")
    system = site.bureau.actor("sysadmin")
    add_department(code="yjj", name="平原县应急管理局", division="410999", from_on=BEGAN, actor=system, at=at)
    keeper = replace(clerk, org="yjj")
    with tempfile.TemporaryDirectory() as folder:
        take_roll(roll_of(Path(folder), [inspector(0, department="yjj", number="41-100")]), keeper, at)
    row = Inspector.objects.get(number="cert:41-100")
    move = Move("rsj", DAY, "平政任〔2026〕9号")
    transfer_inspector(inspector=row.pk, version=row.version, move=move, reason="组织调动", actor=keeper, at=at)
    found: UUID = arriving_at("rsj").get().pk
    return found


def _confirmed(row: Inspector, keeper: Actor, at: datetime.datetime) -> Any:
    """The keeper confirms what there is."""
    seen = delta_since(row.department, "INSPECTORS").digest
    return confirm_registry(kind="INSPECTORS", seen=seen, actor=keeper, at=at)


def _upload(site: Site, content: bytes) -> str:
    client = Client()
    client.force_login(site.bureau.account("li"))
    session = client.session
    session_times.begin(session, at=site.at, second_factor=True)
    session.save()
    file = SimpleUploadedFile("人员.xlsx", content)
    fields = {KEY_FIELD: new_key(), "file": file, "source": "证件系统", "source_on": "2026-11-20", "extent": "part"}
    answer = client.post(reverse("inspectors:import"), fields)
    return str(answer["Location"]).rstrip("/").rpartition("/")[2]
