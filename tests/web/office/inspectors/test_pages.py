"""The keeper imports a roll, corrects it and has it confirmed; an inspector declares for himself; nobody sees another department's. 第十条."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shuangsuiji.foundation.accounts.actions.register_certificate import NewCertificate, register_certificate
from shuangsuiji.foundation.sheets.templates import synthetic_uscc
from shuangsuiji.stages.registry.actions.confirm_registry import confirm_registry
from shuangsuiji.stages.registry.actions.import_inspectors import InspectorRoll, import_inspectors
from shuangsuiji.stages.registry.actions.sign_confirmation import sign_confirmation
from shuangsuiji.stages.registry.models import (
    ConfirmationDraft,
    Inspector,
    InspectorTransfer,
    Recusal,
    RegistryConfirmation,
)
from shuangsuiji.stages.registry.queries import delta_since
from shuangsuiji.stages.registry.queries.records import record_values
from shuangsuiji.web.components.drafts import KEY_FIELD
from shuangsuiji.web.components.idempotency import new_key
from tests.cast import SUN, WU, ZHAO, ZHENG
from tests.foundation.papers.reading import require_chinese_font
from tests.stages.cast import LUO, build_county
from tests.stages.registry.rolls import SOURCE, SOURCE_ON, inspector, read_roll, roll_of, take_roll

pytestmark = [pytest.mark.django_db, pytest.mark.article("第十条")]


@pytest.fixture
def county(at, db, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    return build_county(at)


@pytest.fixture
def roll(county, at, tmp_path):
    """Inspectors 1–4; the first is Zhao, who can sign in."""
    held = NewCertificate("41-001", "DEPARTMENT", "示例县政府", date(2026, 1, 1), date(2027, 6, 30))
    register_certificate(person=county.person(ZHAO).pk, certificate=held, actor=county.actor(WU), at=at)
    return take_roll(roll_of(tmp_path, [inspector(which) for which in range(1, 5)]), county.actor(WU), at)


def one(which=1):
    return Inspector.objects.get(number=f"cert:41-{which:03d}")


def send(county, who, view, *keys, **fields):
    return county.client(who).post(reverse(view, args=keys), {KEY_FIELD: new_key(), **fields})


def test_the_page_of_a_person_names_fields_and_certificates_in_words(county, roll):
    told = page(county, WU, "inspectors:inspector", one().pk)
    assert "可查事项：劳动保障监察" in told
    assert "证件编号：41-001" in told
    assert "cert:" not in told


def page(county, who, view, *keys):
    answer = county.client(who).get(reverse(view, args=keys))
    assert answer.status_code == 200, answer.content.decode()[:1000]
    return answer.content.decode()


def test_a_roll_comes_in_by_upload_report_and_confirmation(county, tmp_path):
    path = roll_of(tmp_path, [inspector(1, department="平原县人社局"), inspector(2, department="人社局")])
    about = {"source": "证件系统", "source_on": "2026-11-20", "extent": "part"}
    answer = send(county, WU, "inspectors:import", file=SimpleUploadedFile(path.name, path.read_bytes()), **about)
    draft = answer["Location"].rstrip("/").rpartition("/")[2]
    assert "确认导入 2 行" in page(county, WU, "inspectors:report", draft)
    assert not Inspector.objects.exists()
    assert send(county, WU, "inspectors:confirm", draft)["Location"] == reverse("inspectors:list")
    assert "检查员乙" in page(county, WU, "inspectors:list")


def test_the_page_of_one_tells_certificates_changes_and_another_department_has_none(roll, county):
    assert "2027-06-30" in page(county, ZHENG, "inspectors:inspector", one().pk)
    assert county.client(LUO).get(reverse("inspectors:inspector", args=[one().pk])).status_code == 404
    assert "检查员" not in page(county, LUO, "inspectors:list")


def test_the_keeper_corrects_records_and_removes(roll, county):
    given = {
        "section": "仲裁院", "state": "E", "cap": 3, "valid_to": "2030-01-01", "qualifications": "law wages", "reason": "换证",
    }  # fmt: skip
    assert send(county, WU, "inspectors:edit", one(2).pk, version=1, **given).status_code == 302
    assert one(2).section == "仲裁院"
    days = {"from_on": "2026-12-01", "to_on": "2026-12-05", "kind": "年休假"}
    assert send(county, WU, "inspectors:leave", one(2).pk, **days).status_code == 302
    told = {"on": "2026-03-01", "topic": "新规培训", "hours": 8}
    assert send(county, WU, "inspectors:training", one(2).pk, **told).status_code == 302
    text = page(county, WU, "inspectors:inspector", one(2).pk)
    assert all(word in text for word in ("新规培训", "年休假", "2030-01-01"))
    assert send(county, WU, "inspectors:remove", one(2).pk, version=2, reason="调出").status_code == 302
    assert not one(2).is_live
    assert county.client(WU).get(reverse("inspectors:leave", args=[one(2).pk])).status_code == 404


def test_what_the_rules_refuse_is_said_above_the_form(roll, county):
    days = {"from_on": "2026-12-05", "to_on": "2026-12-01", "kind": "年休假"}
    answer = send(county, WU, "inspectors:leave", one(2).pk, **days)
    assert answer.status_code == 422
    assert "起止日期颠倒" in answer.content.decode()


@pytest.mark.article("第十五条")
def test_an_inspector_declares_for_himself_and_for_nobody_else(roll, county):
    assert county.client(ZHAO).get(reverse("inspectors:mine"))["Location"].endswith(f"{one().pk}/")
    code = {"codes": synthetic_uscc(1), "ground": "亲属任职"}
    assert send(county, ZHAO, "inspectors:recusal", one().pk, **code).status_code == 302
    assert Recusal.objects.get().inspector == one()
    assert send(county, ZHAO, "inspectors:recusal", one(2).pk, **code).status_code == 404
    assert county.client(ZHAO).get(reverse("inspectors:inspector", args=[one(2).pk])).status_code == 404


def test_the_confirmation_shows_the_rows_and_counts_after_the_second_signature(roll, county):
    text = page(county, WU, "registries:registry", "INSPECTORS")
    assert "检查员乙" in text or "赵某" in text
    assert "变动超过 2%，须第二人签字" in text
    seen = text.split('name="seen" value="')[1][:64]
    assert send(county, WU, "registries:registry", "INSPECTORS", seen=seen, reason="").status_code == 302
    draft = ConfirmationDraft.objects.get()
    assert "待第二人签字" in page(county, WU, "registries:list")
    assert "签认更新确认" in page(county, ZHENG, "office:home")
    assert county.client(LUO).get(reverse("registries:list")).status_code == 200
    assert send(county, ZHENG, "registries:sign", draft.pk, opinion="属实").status_code == 302
    assert RegistryConfirmation.objects.get().decision.opinion == "属实"
    assert send(county, ZHENG, "registries:sign", draft.pk, opinion="属实").status_code == 404


def test_a_confirmation_of_what_was_not_shown_is_refused(roll, county):
    answer = send(county, WU, "registries:registry", "INSPECTORS", seen="0" * 64, reason="")
    assert answer.status_code == 422
    assert "又有变动" in answer.content.decode()
    assert county.client(WU).get(reverse("registries:registry", args=["NOTHING"])).status_code == 404


def test_the_keeper_is_warned_of_certificates_that_end_soon(county, at, tmp_path):
    rows = [inspector(1, valid="2026-11-01"), inspector(2, valid="2026-12-10"), inspector(3)]
    take_roll(roll_of(tmp_path, rows), county.actor(WU), at)
    text = page(county, WU, "office:home")
    assert "1 名执法人员证件已到期" in text
    assert "1 名执法人员证件 30 日内到期" in text
    assert "证件已到期" not in page(county, ZHENG, "office:home")


ADDED = {
    "name": "检查员新", "certificate": "41-009", "valid_until": "2027-06-30", "qualifications": "劳动保障监察", "state": "在岗",
    "cap": "2", "source": "任命文件", "source_on": "2026-11-20", "reason": "新任",
}  # fmt: skip


def test_the_keeper_enters_one_person_and_what_the_roll_refuses_stands_at_its_field(county):
    assert 'href="/office/inspectors/add/"' in page(county, WU, "inspectors:list")
    answer = send(county, WU, "inspectors:add", **{**ADDED, "qualifications": "看相"})
    assert answer.status_code == 422
    assert "不认识的可查事项“看相”" in answer.content.decode()
    assert 'href="#id_qualifications"' in answer.content.decode()
    assert not Inspector.objects.exists()
    answer = send(county, WU, "inspectors:add", **ADDED)
    assert answer["Location"] == reverse("inspectors:inspector", args=[Inspector.objects.get().pk])
    again = send(county, WU, "inspectors:add", **ADDED)
    assert again.status_code == 422
    assert "已在本部门的名录中" in again.content.decode()


def test_the_roll_is_printed_and_exported_in_its_columns_without_personal_ones(roll, county):
    text = page(county, WU, "inspectors:print")
    assert all(word in text for word in ("检查员丙", "41-002", "劳动保障监察", "部门执法证", "共 4 人"))
    assert "电话" not in text
    assert "没有可打印的人员" in page(county, LUO, "inspectors:print")
    address = reverse("inspectors:list")
    answer = county.client(WU).get(address, {"export": "csv"})
    body = b"".join(answer.streaming_content).decode()
    assert "单位,股室,证件编号,证件类型,有效期至,可查事项" in body
    assert "检查员" not in body
    asked = county.client(WU).get(address, {"export": "csv", "table": "named"}).content.decode()
    assert "导出用途" in asked
    named = county.client(WU).get(address, {"export": "csv", "table": "named", "purpose": "年度核对"})
    assert "检查员丙" in b"".join(named.streaming_content).decode()


def test_the_roll_asks_as_often_for_four_as_for_eight(roll, county, tmp_path, at, django_assert_max_num_queries):
    client = county.client(WU)
    with CaptureQueriesContext(connection) as few:
        assert client.get(reverse("inspectors:print")).status_code == 200
    take_roll(roll_of(tmp_path, [inspector(which) for which in range(1, 9)]), county.actor(WU), at)
    with django_assert_max_num_queries(len(few)):
        assert "共 8 人" in client.get(reverse("inspectors:print")).content.decode()


def test_inspections_of_the_year_are_no_number_while_there_are_none_to_count(roll, county):
    text = page(county, WU, "inspectors:list")
    assert "<td>—</td>" in text
    assert "检查还没有在本平台办理" in text


def test_rows_kept_out_stand_on_the_page_that_is_confirmed_and_signed(county, tmp_path, at):
    path = roll_of(tmp_path, [inspector(1), inspector(2, number="")])
    about = {"source": "证件系统", "source_on": "2026-11-20", "extent": "part"}
    answer = send(county, WU, "inspectors:import", file=SimpleUploadedFile(path.name, path.read_bytes()), **about)
    draft = answer["Location"].rstrip("/").rpartition("/")[2]
    send(county, WU, "inspectors:exclude", draft, rows="3", reason="证件遗失待补")
    send(county, WU, "inspectors:confirm", draft)
    text = page(county, WU, "registries:registry", "INSPECTORS")
    assert "没有入库的 1 行" in text
    assert "证件遗失待补" in text
    seen = text.split('name="seen" value="')[1][:64]
    send(county, WU, "registries:registry", "INSPECTORS", seen=seen, reason="")
    assert "证件遗失待补" in page(county, ZHENG, "registries:sign", ConfirmationDraft.objects.get().pk)


def test_the_deputy_head_is_asked_only_where_he_stands_in(roll, county):
    seen = page(county, WU, "registries:registry", "INSPECTORS").split('name="seen" value="')[1][:64]
    send(county, WU, "registries:registry", "INSPECTORS", seen=seen, reason="")
    draft = ConfirmationDraft.objects.get()
    assert "签认更新确认" not in page(county, SUN, "office:home")
    refused = send(county, SUN, "registries:sign", draft.pk, opinion="", standing_in="出差")
    assert refused.status_code == 422
    assert "不能代签" in refused.content.decode()
    draft.drafter = county.person(ZHENG).pk
    draft.save()
    assert "签认更新确认" in page(county, SUN, "office:home")
    assert send(county, SUN, "registries:sign", draft.pk, opinion="属实").status_code == 302
    assert RegistryConfirmation.objects.get().decision.office == "deputy_head"


def test_the_record_of_a_confirmation_tells_what_was_confirmed_and_nothing_of_what_came_later(
    roll, county, at, tmp_path
):
    made = signed(county, at, reason="首次建库")
    rows = [inspector(2, section="仲裁院"), inspector(5), inspector(6)]
    kept_out = InspectorRoll(read_roll(roll_of(tmp_path, rows), exclude_rows={4: "证件待核"}), SOURCE, SOURCE_ON)
    import_inspectors(roll=kept_out, actor=county.actor(WU), at=at)
    told = record_values(made)
    assert [row["name"] for row in told["changes"]][1:] == ["检查员丙", "检查员丁", "检查员戊"]
    assert [(row["office"], row["opinion"], row["person"]) for row in told["confirmations"]] == [
        ("名录库管理员", "首次建库", "吴某"), ("股室负责人", "属实", "郑某"),
    ]  # fmt: skip
    assert (told["excluded"], told["registries"][0]["marked"], told["valid_until"]) == ([], "—", "2026-12-08")
    second = record_values(signed(county, at))
    assert [row["name"] for row in second["changes"]] == ["检查员丙", "检查员己"]
    assert second["excluded"] == [{"place": "名录 4", "name": "—", "code": "41-006", "reason": "证件待核"}]
    assert second["registries"][0]["marked"] == "0"


def signed(county, at, **more):
    """The registry of inspectors confirmed as it is, and signed."""
    seen = delta_since(county.lead, "INSPECTORS").digest
    draft = confirm_registry(kind="INSPECTORS", seen=seen, actor=county.actor(WU), at=at, **more)
    return sign_confirmation(draft=draft.pk, opinion="属实", actor=county.actor(ZHENG), at=at)


def test_the_record_of_a_confirmation_is_a_paper_for_the_own_department(roll, county, at):
    require_chinese_font()
    assert "还没有更新确认" in page(county, WU, "registries:records")
    address = reverse("registries:record", args=[signed(county, at).pk])
    assert address in page(county, WU, "registries:records")
    assert address in page(county, WU, "registries:list")
    answer = county.client(WU).get(address)
    assert (answer.status_code, answer["Content-Type"], answer.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert county.client(LUO).get(address).status_code == 404


def test_somebody_is_let_go_on_his_page_and_taken_up_from_the_list_of_the_other_department(roll, county):
    move = {"to_department": "scjgj", "on": "2026-11-20", "document": "平政任〔2026〕9号", "reason": "组织调动"}
    assert 'href="/office/inspectors/' in page(county, WU, "inspectors:transfer", one(2).pk)
    refused = send(county, WU, "inspectors:transfer", one(2).pk, version=1, **{**move, "on": "2027-01-01"})
    assert (refused.status_code, one(2).is_live) == (422, True)
    assert "调动日期 2027-01-01 在今天" in refused.content.decode()
    assert send(county, WU, "inspectors:transfer", one(2).pk, version=1, **move).status_code == 302
    left = page(county, WU, "inspectors:inspector", one(2).pk)
    assert "对方尚未登记" in left
    assert "调入待登记" not in page(county, WU, "inspectors:list")
    transfer = InspectorTransfer.objects.get()
    assert "登记调入人员" in page(county, LUO, "office:home")
    assert reverse("inspectors:arrive", args=[transfer.pk]) in page(county, LUO, "inspectors:list")
    assert county.client(WU).get(reverse("inspectors:arrive", args=[transfer.pk])).status_code == 404
    filled = page(county, LUO, "inspectors:arrive", transfer.pk)
    assert all(word in filled for word in ("检查员丙", "41-002", "调动文件 平政任〔2026〕9号"))
    given = {
        "name": "检查员丙", "certificate": "41-002", "valid_until": "2027-06-30", "qualifications": "law", "state": "在岗",
        "cap": "2", "is_expert": "是", "source": "调动文件", "source_on": "2026-11-20", "reason": "调入",
    }  # fmt: skip
    assert send(county, LUO, "inspectors:arrive", transfer.pk, **given).status_code == 302
    new = Inspector.objects.get(number="cert:41-002", removed_on__isnull=True)
    text = page(county, LUO, "inspectors:inspector", new.pk)
    assert all(word in text for word in ("名录库履历", "平原县人力资源和社会保障局", "<dt>专家</dt><dd>是</dd>"))
    assert county.client(LUO).get(reverse("inspectors:arrive", args=[transfer.pk])).status_code == 404
    assert county.client(WU).get(reverse("inspectors:transfer", args=[one_left(county).pk])).status_code == 404


def one_left(county):
    return Inspector.objects.get(number="cert:41-002", department=county.lead)


def test_a_report_says_where_a_certificate_stands_and_what_to_do(roll, county, tmp_path):
    path = roll_of(tmp_path, [inspector(2, department="scjgj")])
    about = {"source": "证件系统", "source_on": "2026-11-20", "extent": "part"}
    answer = send(county, LUO, "inspectors:import", file=SimpleUploadedFile(path.name, path.read_bytes()), **about)
    text = page(county, LUO, "inspectors:report", answer["Location"].rstrip("/").rpartition("/")[2])
    assert "该证件已在平原县人力资源和社会保障局的执法人员名录中" in text
    assert "先办理“调往其他部门”" in text
