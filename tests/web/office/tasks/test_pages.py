"""A task through its pages, from the public plan to the signed scheme, as clerk and deputy heads see it."""

import io
import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from shuangsuiji.foundation.accounts.actions.end_post import end_post
from shuangsuiji.foundation.accounts.models import Post
from shuangsuiji.foundation.approvals.models import PaperAnswer
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.stages.plans.models import PlanLine, Task
from shuangsuiji.stages.plans.queries.schemes import scheme_digest
from shuangsuiji.stages.plans.queries.tasks import paper_words
from shuangsuiji.stages.registry.models import PaperConfirmation, RegistryConfirmation
from shuangsuiji.stages.registry.queries import delta_since
from shuangsuiji.stages.registry.queries.records import record_values
from shuangsuiji.web.components.addresses import addresses
from shuangsuiji.web.components.site_policy import site_policy
from shuangsuiji.web.office.tasks import papers
from tests.cast import LI, SUN, WANG, WU
from tests.foundation.evidence.files import pdf
from tests.stages.cast import GAO, HE, LUO, TANG, County, administrator, build_county
from tests.stages.plans.planning import YEAR, confirmed, drafted, firms, line, prepare
from tests.stages.plans.tasking import (
    SIZES,
    created,
    made,
    paper_of_scheme,
    public,
    registries_confirmed,
    signed,
    staff,
)
from tests.stages.plans.test_paper_confirmations import waiting
from tests.web.pages import page, send

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch) -> County:
    """Two departments at work, with a list, a document and a policy."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    built = build_county(NOW)
    prepare(built)
    return built


def scheme_fields(task: Task, **changed: Any) -> dict[str, Any]:
    """The form as it is shown, with changes."""
    draft = paper_of_scheme(task)
    shares = {f"{each}_ratio": f"{said['num']}%" for each, said in draft.quotas.items()}
    return {
        "version": draft.version, "from_on": f"{draft.from_on}", "to_on": f"{draft.to_on}", "methods": draft.methods,
        "team_size": 2, "divided": "各查本部门事项", "contributors": draft.contributors,
        "public_number": draft.public_number, **shares, **changed,
    }  # fmt: skip


def sign(client: Client, task: Task, **fields: Any) -> Any:
    """Sign what the page shows."""
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page(client, "tasks:sign", task.pk))
    assert seen is not None
    return send(client, "tasks:sign", task.pk, seen=seen.group(1), **{"agrees": "yes", **fields})


def test_a_clerk_makes_a_task_writes_its_scheme_and_both_deputy_heads_sign(county: County) -> None:
    public(county, line(participants=["scjgj"]), kind="JOINT")
    firms(county, county.lead, 1, **SIZES)
    clerk, row = county.client(LI), PlanLine.objects.get()
    assert row.number in page(clerk, "tasks:choose")
    assert send(clerk, "tasks:create", row.pk, name="劳动用工检查").status_code == 302
    task = Task.objects.get()
    assert "劳动用工检查" in page(clerk, "office:home")
    assert send(clerk, "tasks:scheme", task.pk, **scheme_fields(task, to_on=f"{YEAR}-10-31")).status_code == 302
    assert send(clerk, "tasks:send", task.pk, version=paper_of_scheme(task).version).status_code == 302
    early = sign(county.client(SUN), task)
    assert early.status_code == 422
    assert "尚未会签抽查方案" in early.content.decode()
    assert sign(county.client(HE), task).status_code == 302
    assert sign(county.client(SUN), task).status_code == 302
    told = page(clerk, "tasks:task", task.pk)
    assert "方案已会签" in told
    assert "(C类)第1次抽查检查对象库" in told
    assert "更新确认两库：名录库管理员" in told


def test_where_the_post_of_deputy_head_is_vacant_the_principal_head_finds_the_signature_on_his_workbench(
    county: County,
) -> None:
    task, clerk = made(county, kind="JOINT", participants=["scjgj"]), county.client(LI)
    send(clerk, "tasks:scheme", task.pk, **scheme_fields(task))
    send(clerk, "tasks:send", task.pk, version=paper_of_scheme(task).version)
    assert "会签方案" not in page(county.client(GAO), "office:home"), "the deputy head is there"
    post = Post.objects.get(office="deputy_head", department=county.joining)
    end_post(post=post.pk, to_on=date(2026, 1, 31), actor=administrator("secadmin", NOW), at=NOW)
    assert "会签方案" in page(county.client(GAO), "office:home")
    assert reverse("tasks:sign", args=(task.pk,)) in page(county.client(GAO), "tasks:task", task.pk)
    assert reverse("tasks:sign", args=(task.pk,)) not in page(county.client(WANG), "tasks:task", task.pk)
    assert sign(county.client(GAO), task, standing_in="分管负责人空缺").status_code == 302
    assert "会签方案" not in page(county.client(GAO), "office:home"), "signed"


def test_c11_2_before_the_last_signature_the_page_says_what_is_missing(county: County) -> None:
    task = made(county, kind="JOINT", participants=["scjgj"])
    told = page(county.client(LI), "tasks:task", task.pk)
    assert "参与部门 平原县市场监督管理局 尚未会签抽查方案，不能抽取（第十一条）" in told
    assert "距抽取还差" in told


def test_c06_7_nothing_that_anybody_may_read_carries_the_name_of_a_library(county: County) -> None:
    task = made(county)
    send(county.client(LI), "tasks:send", task.pk, version=1)
    assert sign(county.client(SUN), task).status_code == 302
    assert "(C类)第1次抽查检查对象库" in page(county.client(LI), "tasks:task", task.pk)
    for view in addresses(get_resolver(settings.ROOT_URLCONF).url_patterns):
        if view.name == "portal:draws_verifier":
            continue  # the program itself: its own words, no data
        if "<" not in view.route and site_policy().declared(view.name, "GET"):
            told = Client().get(f"/{view.route}").content.decode(errors="replace")
            assert not any(words in told for words in ("(C类)", "检查对象库")), view.name
    for entry in LogEvent.objects.all():
        assert "(C类)".encode() not in bytes(entry.body), entry.type


def test_a_signature_on_paper_is_recorded_with_its_scan_and_confirmed(county: County) -> None:
    task = made(county, kind="JOINT", participants=["scjgj"])
    clerk, deputy = county.client(LI), county.client(SUN)
    assert send(clerk, "tasks:scheme", task.pk, **scheme_fields(task)).status_code == 302
    assert send(clerk, "tasks:send", task.pk, version=paper_of_scheme(task).version).status_code == 302
    assert "登记纸质会签" in page(clerk, "tasks:task", task.pk)
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page(clerk, "tasks:record_paper", task.pk, "scjgj"))
    assert seen is not None
    scan = io.BytesIO(pdf())
    scan.name = "函.pdf"
    said = {"agrees": "yes", "number": "平市监函〔2026〕9号", "signed_on": "2026-11-24", "scan": scan}
    assert send(clerk, "tasks:record_paper", task.pk, "scjgj", seen=seen.group(1), **said).status_code == 302
    assert "待分管负责人确认" in page(clerk, "tasks:task", task.pk)
    answer = PaperAnswer.objects.get()
    address = reverse("tasks:scan", args=(task.pk, answer.pk))
    assert address in page(deputy, "tasks:task", task.pk)
    given = deputy.get(address)
    assert given.content == pdf()
    assert given["Content-Disposition"].startswith("attachment")
    assert county.client(WU).get(reverse("tasks:scan", args=(task.pk, task.pk))).status_code == 404
    assert county.client(WANG).get(address).status_code == 200, "who takes part reads the task, and its papers"
    assert send(clerk, "tasks:confirm_paper", task.pk, "scjgj").status_code == 403
    assert send(county.client(WANG), "tasks:record_paper", task.pk, "scjgj", **said).status_code == 404
    assert send(deputy, "tasks:confirm_paper", task.pk, "scjgj").status_code == 302
    assert "已会签" in page(clerk, "tasks:task", task.pk)
    assert sign(deputy, task).status_code == 302


def test_a_scan_of_a_task_that_is_not_seen_is_not_there(county: County) -> None:
    task = made(county)
    address = reverse("tasks:scan", args=(task.pk, uuid4()))
    assert county.client(WANG).get(address).status_code == 404
    assert county.client(LI).get(address).status_code == 404


def test_the_scheme_is_a_paper_with_its_libraries_its_signatures_and_the_digest_they_bind(county: County) -> None:
    task, before = made(county, kind="JOINT", participants=["scjgj"]), LogEvent.objects.count()
    address = reverse("tasks:print", args=(task.pk,)) + "?export=pdf"
    answer = county.client(LI).get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert LogEvent.objects.count() == before
    values = printed(county, task)
    assert (values["mark"], values["scheme_digest"]) == ("草案", scheme_digest(paper_of_scheme(task)))
    assert values["scheme_digest"] in page(county.client(LI), "tasks:print", task.pk)
    assert {each["department"] for each in values["libraries"]} == {county.lead.name, county.joining.name}
    assert [each["said"] for each in values["signatures"]] == ["尚未会签", "尚未审批"]
    send(county.client(LI), "tasks:scheme", task.pk, **scheme_fields(task))
    send(county.client(LI), "tasks:send", task.pk, version=paper_of_scheme(task).version)
    sign(county.client(HE), task)
    values = printed(county, task)
    assert (values["mark"], [each["said"] for each in values["signatures"]]) == ("", ["已会签", "尚未审批"])


def printed(county: County, task: Task) -> dict[str, Any]:
    """What the paper says to the clerk."""
    shown = county.client(LI).get(reverse("tasks:task", args=(task.pk,))).context
    return papers.scheme_values(shown, NOW)


def test_c13_2_the_page_says_where_the_task_is_what_is_next_and_who_must_act_until_when(county: County) -> None:
    task = made(county)
    told = page(county.client(LI), "tasks:task", task.pk)
    for words in ("已建立", "会签方案：承办股室经办人、分管负责人", f"{YEAR}-03-01 检查开始之前"):
        assert words in told


def test_an_unpublished_line_made_into_a_task_by_hand_is_refused(county: County) -> None:
    plan = confirmed(county, drafted(county))
    row = PlanLine.objects.get(version__plan=plan)
    before = LogEvent.objects.count()
    answer = send(county.client(LI), "tasks:create", row.pk, name="检查")
    assert answer.status_code == 422
    assert "年度计划尚未公示，不能建立任务（第七条）" in answer.content.decode()
    assert LogEvent.objects.count() == before


def test_another_department_gets_the_page_of_what_is_not_there(county: County) -> None:
    task = made(county)
    for view in ("tasks:task", "tasks:scheme", "tasks:print"):
        there = county.client(WANG).get(reverse(view, args=(task.pk,)))
        nowhere = county.client(WANG).get(reverse(view, args=(county.lead.pk,)))
        assert (there.status_code, nowhere.status_code) == (404, 404)
    assert send(county.client(WANG), "tasks:create", task.line.pk, name="检查").status_code == 404
    assert county.client(HE).get(reverse("tasks:sign", args=(task.pk,))).status_code == 404
    assert task.name in page(county.client(TANG), "tasks:list")


def test_a_participant_reads_the_task_and_cannot_write_its_scheme(county: County) -> None:
    task = made(county, kind="JOINT", participants=["scjgj"])
    assert task.number in page(county.client(WANG), "tasks:task", task.pk)
    assert county.client(WANG).get(reverse("tasks:scheme", args=(task.pk,))).status_code == 404
    assert county.client(WU).get(reverse("tasks:scheme", args=(task.pk,))).status_code == 403


def test_shares_that_are_none_and_days_out_of_order_are_told_at_their_fields(county: County) -> None:
    task = made(county)
    fields = scheme_fields(task, A_ratio="很多", from_on=f"{YEAR}-06-01", to_on=f"{YEAR}-05-01")
    answer = send(county.client(LI), "tasks:scheme", task.pk, **fields)
    assert answer.status_code == 422
    assert "截止日期早于开始日期" in answer.content.decode()


def test_a_refusal_needs_its_opinion(county: County) -> None:
    task = made(county)
    clerk, deputy = county.client(LI), county.client(SUN)
    send(clerk, "tasks:send", task.pk, version=1)
    assert sign(deputy, task, agrees="no").status_code == 422
    assert sign(deputy, task, agrees="no", opinion="时间太紧").status_code == 302
    assert "时间太紧" in page(clerk, "tasks:task", task.pk)


def test_a_signed_scheme_is_revised_with_a_reason_and_a_task_withdrawn_with_one(county: County) -> None:
    task = made(county)
    clerk, deputy = county.client(LI), county.client(SUN)
    send(clerk, "tasks:send", task.pk, version=1)
    assert sign(deputy, task).status_code == 302
    assert "请写明理由" in send(clerk, "tasks:revise", task.pk, reason="").content.decode()
    assert send(clerk, "tasks:revise", task.pk, reason="时间调整").status_code == 302
    assert send(deputy, "tasks:withdraw", task.pk, reason="").status_code == 422
    assert send(deputy, "tasks:withdraw", task.pk, reason="计划调整").status_code == 302
    assert "已撤销" in page(clerk, "tasks:task", task.pk)


def test_two_open_tasks_with_the_same_firms_are_settled_in_the_scheme(county: County) -> None:
    made(county)
    second, clerk = created(county), county.client(LI)
    assert "户重复" in page(clerk, "tasks:scheme", second.pk)
    assert send(clerk, "tasks:send", second.pk, version=1).status_code == 422
    fields = scheme_fields(second, overlap_1="KEEP", overlap_1_reason="分两批检查")
    assert send(clerk, "tasks:scheme", second.pk, **fields).status_code == 302
    assert send(clerk, "tasks:send", second.pk, version=2).status_code == 302
    assert "分开检查 分两批检查" in page(clerk, "tasks:task", second.pk)


def test_reading_writes_nothing_and_the_list_asks_as_many_questions_for_five_as_for_one(county: County) -> None:
    task, client = made(county), county.client(LI)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(client, "tasks:list")
        return len(asked)

    questions()
    one, before = questions(), LogEvent.objects.count()
    for view, keys in (("tasks:choose", ()), ("tasks:create", (task.line.pk,)), ("tasks:task", (task.pk,)),
                       ("tasks:print", (task.pk,)), ("tasks:scheme", (task.pk,))):  # fmt: skip
        page(client, view, *keys)
    assert LogEvent.objects.count() == before
    for _ in range(4):
        created(county)
    assert questions() == one
    answer = client.get(reverse("tasks:list"), {"export": "xlsx"})
    assert answer.status_code == 200
    answer.close()


def test_a_confirmation_for_the_task_is_made_from_its_page_and_its_paper_names_task_and_window(county: County) -> None:
    task = signed(county, made(county))
    staff(county, county.lead)
    keeper = county.client(WU)
    asked = reverse("registries:registry", args=["INSPECTORS"]) + f"?task={task.pk}"
    assert asked in page(keeper, "tasks:task", task.pk)
    text = page(keeper, "registries:registry", "INSPECTORS", task=task.pk)
    assert f'<option value="{task.pk}" selected>{task}</option>' in text
    said = {"seen": text.split('name="seen" value="')[1][:64], "reason": ""}
    assert send(keeper, "registries:registry", "INSPECTORS", **said, task=uuid4()).status_code == 422
    assert send(keeper, "registries:registry", "INSPECTORS", **said, task=task.pk).status_code == 302
    confirmed = RegistryConfirmation.objects.get()
    assert (confirmed.task_id, confirmed.task_number) == (task.pk, task.number)
    told = record_values(confirmed, **paper_words(confirmed.task_id))
    window = f"{task.from_on} 至 {task.to_on}"
    assert (told["task_name"], told["task_id"], told["window"]) == (task.name, task.number, window)
    assert task.number in page(keeper, "registries:records")


def test_the_keeper_confirms_both_registries_and_the_page_says_that_the_draw_may_begin(county: County) -> None:
    task = made(county)
    send(county.client(LI), "tasks:send", task.pk, version=1)
    sign(county.client(SUN), task)
    keeper = county.client(WU)
    assert "尚未为本次抽查更新确认" in page(keeper, "tasks:task", task.pk)
    early = send(keeper, "tasks:confirm", task.pk)
    assert early.status_code == 422
    assert "尚未为本次抽查更新确认（第十条）" in early.content.decode()
    registries_confirmed(county, county.lead)
    assert send(county.client(LI), "tasks:confirm", task.pk).status_code == 403
    assert send(keeper, "tasks:confirm", task.pk).status_code == 302
    assert "可以抽取" in page(county.client(LI), "tasks:task", task.pk)


def test_an_empty_registry_is_confirmed_on_its_page_with_the_reason_the_page_of_the_task_then_shows(
    county: County,
) -> None:
    task = signed(county, made(county, kind="JOINT", participants=["scjgj"]))
    keeper = county.client(LUO)
    shown = page(keeper, "registries:registry", "INSPECTORS")
    assert "执法人员名录是空的" in shown
    seen = {"seen": delta_since(county.joining, "INSPECTORS").digest}
    silent = send(keeper, "registries:registry", "INSPECTORS", **seen)
    assert silent.status_code == 422
    assert "执法人员名录是空的（0 行），没有说明（第十条）。" in silent.content.decode()
    assert send(keeper, "registries:registry", "INSPECTORS", **seen, reason="本局没有执法人员").status_code == 302
    read = page(county.client(WU), "tasks:task", task.pk)
    assert "空的名录库" in read
    assert "本局没有执法人员" in read


def test_a_confirmation_on_paper_is_recorded_by_the_clerk_and_vouched_for_by_the_deputy_head(county: County) -> None:
    task = waiting(county)
    clerk, deputy = county.client(LI), county.client(SUN)
    address = reverse("tasks:record_confirmation", args=[task.pk, "scjgj", "SUBJECTS"])
    assert address in page(clerk, "tasks:task", task.pk)
    shown = page(clerk, "tasks:record_confirmation", task.pk, "scjgj", "SUBJECTS")
    assert "空的名录库（0 行）" in shown
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', shown)
    assert seen is not None

    def said(**changed: Any) -> dict[str, Any]:
        scan = io.BytesIO(pdf())
        scan.name = "更新确认.pdf"
        given = {
            "number": "平市监函〔2026〕31号",
            "signed_on": "2026-11-24",
            "signer": "局办公室主任",
            "reason": "没有对象",
        }
        return {**given, "seen": seen.group(1), "scan": scan, **changed}

    silent = send(clerk, "tasks:record_confirmation", task.pk, "scjgj", "SUBJECTS", **said(reason=""))
    assert silent.status_code == 422
    assert "检查对象名录是空的（0 行），没有说明" in silent.content.decode()
    assert send(clerk, "tasks:record_confirmation", task.pk, "scjgj", "SUBJECTS", **said()).status_code == 302
    paper = PaperConfirmation.objects.get()
    assert "待分管负责人核对" in page(clerk, "tasks:task", task.pk)
    assert "核对纸质更新确认" in page(deputy, "office:home")
    assert paper.scan_digest in page(deputy, "tasks:vouch", task.pk, paper.pk)
    assert send(clerk, "tasks:vouch", task.pk, paper.pk).status_code == 403
    assert county.client(HE).get(reverse("tasks:vouch", args=[task.pk, paper.pk])).status_code == 404
    assert send(deputy, "tasks:vouch", task.pk, paper.pk).status_code == 302
    assert "平市监函〔2026〕31号" in page(clerk, "tasks:task", task.pk)
    assert send(deputy, "tasks:vouch", task.pk, paper.pk).status_code == 404
    assert county.client(LI).get(address.replace("scjgj", "rsj")).status_code == 404
