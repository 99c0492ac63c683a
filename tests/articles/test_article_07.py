"""第七条：联合计划由参与部门确认，报联席会议办公室汇总公示；公示后只能变更。"""

from datetime import date
from pathlib import Path

import pytest

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.core.rules.lifecycle import BORN, PLAN, next_state, offices_of
from shuangsuiji.core.rules.plans import check_plan_published
from shuangsuiji.foundation.sheets.plans import read_plans
from shuangsuiji.stages.disclosure import public
from shuangsuiji.stages.disclosure.actions.publish_plan import publish_plan
from shuangsuiji.stages.plans import drafting
from shuangsuiji.stages.plans.actions.amend_plan import amend_plan
from shuangsuiji.stages.plans.queries.plans import published_lines
from shuangsuiji.stages.plans.signing import Answer
from tests.cast import LI, SUN
from tests.stages.cast import SONG, County
from tests.stages.plans.planning import (
    YEAR,
    agree,
    confirm,
    confirmed,
    confirmed_by_the_other,
    drafted,
    firms,
    line,
    paper,
    send,
)
from tests.stages.plans.submission import joint, made_public, on_paper, vouched


def walk(*acts: str) -> str:
    state = BORN
    for act in acts:
        state = next_state(PLAN, state, act)
    return state


def test_a_joint_plan_goes_public_through_the_joint_office() -> None:
    assert walk("draft_plan", "confirm_plan", "submit_plan", "publish_plan") == "PUBLISHED"
    # The clerk publishes only what was submitted on paper: below.
    assert offices_of(PLAN, "SUBMITTED", "publish_plan") == ("clerk", "joint_office")


def test_an_own_plan_is_published_by_the_department_itself() -> None:
    assert walk("draft_plan", "confirm_plan", "publish_plan") == "PUBLISHED"
    assert offices_of(PLAN, "CONFIRMED", "publish_plan") == ("clerk",)


def test_a_participant_who_has_not_agreed_holds_up_the_plan() -> None:
    for act, state in (("confirm_plan", "DRAFT"), ("submit_plan", "CONFIRMED")):
        row = PLAN.row(state, act)
        assert row is not None
        assert "participants_agree" in row.guards.split()


def test_a_published_plan_is_amended_never_taken_back() -> None:
    assert next_state(PLAN, "PUBLISHED", "amend_plan") == "PUBLISHED"
    for act in ("return_plan", "confirm_plan", "submit_plan"):
        with pytest.raises(RuleViolation, match="当前为“已公示”"):
            next_state(PLAN, "PUBLISHED", act)


# ---------------------------------------------------------------------------------------------------- through the acts


@pytest.mark.django_db
def test_c07_2_the_portal_shows_plan_amendment_and_difference(ready: County) -> None:
    plan = confirmed(ready, drafted(ready))
    publish_plan(plan=plan.pk, place="本局网站", actor=ready.actor(LI), at=ready.at)
    first = paper(plan).lines.get()
    change = {"plan_id": plan.pk, "actor": ready.actor(LI), "at": ready.at}
    drafting.begin_amendment(reason="检查期延长", **change)
    drafting.write_line(version=first.version, line_id=first.pk, terms={"to_on": date(YEAR, 12, 20)}, **change)
    answer = Answer(send(ready, plan))
    amend_plan(plan_id=plan.pk, answer=answer, actor=ready.actor(SUN), at=ready.at)
    publish_plan(plan=plan.pk, place="本局网站", actor=ready.actor(LI), at=ready.at)
    (notice,) = public.notices("plans")
    assert (notice.content["amendment"], notice.reason) == (1, "检查期延长")
    assert [each.version_no for each in public.history("plans", notice.index_no)] == [2, 1]
    ((label, old, new),) = public.changes("plans", notice.index_no)[0].fields
    assert (label, old, new) == ("起止时间", "2027-03-01 至 2027-11-30", "2027-03-01 至 2027-12-20")


@pytest.mark.django_db
def test_where_the_joint_office_acts_on_paper_a_joint_plan_is_submitted_and_published_all_the_same(
    ready: County,
) -> None:
    plan = on_paper(ready, joint(ready))
    with pytest.raises(RuleViolation, match="“公示计划”由承办股室经办人办理"):
        made_public(ready, plan, SONG)
    vouched(ready, plan)
    with pytest.raises(RuleViolation, match="公示纸质报送的部门联合计划由平原县人力资源和社会保障局承办股室经办人办理"):
        made_public(ready, plan, SONG)
    assert made_public(ready, plan).content["submission"] == "纸质"


@pytest.mark.django_db
def test_e07_1_a_joint_plan_waits_for_every_participant(ready: County) -> None:
    plan = drafted(ready, line(participants=["scjgj"]), kind="JOINT")
    send(ready, plan)
    with pytest.raises(RuleViolation, match="平原县市场监督管理局 尚未确认，不能报送"):
        confirm(ready, plan)


@pytest.mark.django_db
def test_e07_2_a_participants_no_holds_the_plan_up_with_its_reason(ready: County) -> None:
    plan = drafted(ready, line(participants=["scjgj"]), kind="JOINT")
    send(ready, plan)
    agree(ready, plan, agrees=False, opinion="人员不足")
    with pytest.raises(RuleViolation, match="不同意：人员不足；请修改后重新会签"):
        confirm(ready, plan)


@pytest.mark.django_db
def test_e07_4_a_published_plan_is_not_edited(ready: County) -> None:
    plan = confirmed(ready, drafted(ready))
    publish_plan(plan=plan.pk, place="本局网站", actor=ready.actor(LI), at=ready.at)
    edit = {"plan_id": plan.pk, "version": paper(plan).version, "title": "改", "actor": ready.actor(LI)}
    with pytest.raises(RuleViolation, match="计划已公示，只能提出变更"):
        drafting.edit_plan(**edit, at=ready.at)


@pytest.mark.django_db
def test_c07_1_two_departments_that_plan_one_trade_in_one_season_are_shown_with_their_common_firms(
    ready: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: ready.at)
    firms(ready, ready.lead, 1, C=31)
    firms(ready, ready.joining, 11, C=40)
    confirmed(ready, drafted(ready))
    confirmed_by_the_other(ready)
    page = ready.client(SONG).get(f"/office/joint/?year={YEAR}").content.decode()
    assert "市监联合检查" in page
    assert "21 户" in page, "firms 11 to 31 stand in both registries"


def test_c07_3_a_published_table_of_another_place_maps_at_least_ten_of_its_twelve_columns(tmp_path: Path) -> None:
    header = "序号/编号,任务/计划名称,抽查类型,抽查对象,发起/牵头部门,参与/配合部门,抽查比例(数量)/频次,检查方式/模式,起止时间,抽查事项,信用风险分类要求,填表说明"
    row = '1,涉烟经营活动检查,,物流企业,烟草局,邮政局,"3%；2次/年",市抽市查,3月—12月,运输情况,递加,略'
    path = tmp_path / "plan.csv"
    path.write_text(f"{header}\n{row}\n", encoding="utf-8")
    reading = read_plans(path, year=2026, at=date(2026, 1, 5))
    (entry,) = reading.require()
    assert len(next(iter(reading.columns.values()))) >= 10
    assert entry.ratio_text == "3%；2次/年", "free text stays text; a person enters the numbers"


@pytest.mark.django_db
def test_e07_3_tasks_wait_for_the_published_plan(ready: County) -> None:
    plan = confirmed(ready, drafted(ready))
    assert not check_plan_published(plan.status, plan.status_label).satisfied
    assert list(published_lines("rsj", YEAR)) == []
    publish_plan(plan=plan.pk, place="本局网站", actor=ready.actor(LI), at=ready.at)
    plan.refresh_from_db()
    assert check_plan_published(plan.status, plan.status_label).satisfied
    assert len(published_lines("rsj", YEAR)) == 1
