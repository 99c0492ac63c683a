"""第八条：计划外的联合抽查须有交办转办来源，抽取前备案并公示。"""

from datetime import date

import pytest

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.core.rules.lifecycle import BORN, FILING, TASK, offices_of
from shuangsuiji.core.rules.parameters import labels, texts
from shuangsuiji.stages.disclosure.actions.publish_plan import publish_plan
from shuangsuiji.stages.plans.actions.draft_plan import Source, draft_plan
from shuangsuiji.stages.plans.models import Plan
from shuangsuiji.stages.plans.queries.filings import filing_finding
from shuangsuiji.stages.plans.queries.plans import inside_and_outside
from tests.cast import LI
from tests.stages.cast import County
from tests.stages.plans.filing import ad_hoc, asked, filed, made_public
from tests.stages.plans.planning import YEAR, confirmed, confirmed_by_the_other, drafted


def test_only_tasks_handed_down_or_over_are_filed_and_every_such_task_is() -> None:
    assert set(texts("task_sources_to_file")) == set(labels("task_sources")) - {"1"}


def test_filing_is_the_joint_offices_and_stands_before_the_draw() -> None:
    assert "joint_office" in offices_of(TASK, "CREATED", "file_ad_hoc")
    before_the_draw = ["CREATED", "SCHEME_SIGNED", "REGISTRIES_CONFIRMED"]
    assert [state for state in TASK.states if TASK.row(state, "file_ad_hoc")] == before_the_draw
    for act in ("file_ad_hoc", "return_filing"):
        assert offices_of(FILING, "REQUESTED", act) == ("joint_office",)
    # The clerk publishes only what was filed on paper: tests/stages/plans/test_paper_filings.
    assert offices_of(FILING, "FILED", "publish_filing") == ("clerk", "joint_office")
    assert offices_of(FILING, BORN, "request_filing") == ("clerk",)
    announced = TASK.row("REGISTRIES_CONFIRMED", "plan_draw")
    assert announced is not None
    assert "filed_if_ad_hoc" in announced.guards.split()


@pytest.mark.django_db
def test_e08_3_a_departments_own_wish_is_no_source(county: County) -> None:
    good = {"kind": "AD_HOC", "year": 2026, "title": "临时抽查", "actor": county.actor(LI), "at": county.at}
    with pytest.raises(RuleViolation, match="来源须为上级或有关部门转办交办"):
        draft_plan(source=Source("1", "本局", "无", date(2026, 11, 1)), **good)
    assert not Plan.objects.exists()
    draft_plan(source=Source("3", "某县住建局", "某住建函〔2026〕2号", date(2026, 11, 1)), **good)


@pytest.mark.django_db
def test_c08_1_source_filing_number_and_publication_each_keep_the_task_from_its_draw(ready: County) -> None:
    task = ad_hoc(ready)
    assert filing_finding(task).code == "E08-1"
    filing = asked(ready, task)
    assert str(filing_finding(task)).startswith("临时性联合抽查尚未向联席会议办公室备案，不能抽取（第八条）。")
    filed(ready, filing)
    assert str(filing_finding(task)).startswith("临时性抽查尚未公示，不能抽取（第八条）。")
    made_public(ready, filing)
    assert filing_finding(task).satisfied


@pytest.mark.django_db
def test_c08_2_what_was_planned_and_what_came_in_between_are_counted_apart(ready: County) -> None:
    own = confirmed(ready, drafted(ready))
    publish_plan(plan=own.pk, place="本局网站", actor=ready.actor(LI), at=ready.at)
    confirmed_by_the_other(ready)
    assert inside_and_outside("rsj", YEAR) == (1, 0)
    assert inside_and_outside("scjgj", YEAR) == (0, 1)
