"""Where the office of the joint meeting does not use the platform, its filing is recorded off the paper, confirmed and published by the department."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.reconcile import differences
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.stages.disclosure import public as portal
from shuangsuiji.stages.plans.actions.withdraw_task import withdraw_task
from shuangsuiji.stages.plans.models import Filing, PaperFiling, Task
from shuangsuiji.stages.plans.queries.filings import filing_finding, filings_waiting, papers_waiting
from shuangsuiji.stages.plans.refusal import PlansRefused
from tests.cast import LI, SUN, WANG, WU, ZHOU
from tests.stages.cast import HE, SONG, County
from tests.stages.plans.filing import PAPER, ad_hoc, asked, filed, made_public, on_paper, sent_back, vouched
from tests.stages.plans.planning import prepare
from tests.stages.plans.test_filings import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(county: County) -> County:
    """A published list, a document, a policy."""
    prepare(county)
    return county


def waiting(county: County, *, with_firms: bool = True) -> Filing:
    """A filing that was asked for."""
    return asked(county, ad_hoc(county, with_firms=with_firms))


def test_c08_1_a_paper_counts_once_the_deputy_head_confirmed_it_and_the_clerk_published_it(ready: County) -> None:
    filing = on_paper(ready, waiting(ready))
    task = filing.task
    assert (filing.status, filing.number, filing_finding(task).code) == ("REQUESTED", "", "E08-1")
    filing = vouched(ready, filing)
    assert (filing.status, filing.number, filing.filed_on) == ("FILED", PAPER, ready.at.date())
    assert filing.on_paper
    assert filing_finding(task).code == "E08-2"
    made_public(ready, filing, LI)
    assert filing_finding(task).satisfied
    told = list(LogEvent.objects.order_by("seq").values_list("type", flat=True))
    assert [each for each in told if "fil" in each] == [
        "filing.requested",
        "filing.recorded",
        "task.filed",
        "filing.published",
    ]
    assert [each for each in differences() if each.table != "account"] == []


def test_the_public_reads_that_it_was_on_paper(ready: County) -> None:
    made_public(ready, vouched(ready, on_paper(ready, waiting(ready))), LI)
    made_public(ready, filed(ready, waiting(ready, with_firms=False)))
    ours, theirs = (dict(each.content["facts"]) for each in portal.notices("filings"))
    assert sorted(each.get("备案方式", "") for each in (ours, theirs)) == ["", "纸质"]
    assert PAPER in {ours["备案号"], theirs["备案号"]}


def test_a_number_on_paper_is_none_of_the_series_and_never_in_its_way(ready: County) -> None:
    first, second, third = (waiting(ready, with_firms=number == 0) for number in range(3))
    filed(ready, first)
    vouched(ready, on_paper(ready, second, number="备410999-2026-002"))
    assert filed(ready, third).number == "备410999-2026-002"
    assert list(Filing.objects.exclude(ordinal=None).order_by("ordinal").values_list("ordinal", flat=True)) == [1, 2]
    assert Filing.objects.get(pk=second.pk).ordinal is None


def test_only_the_clerk_of_the_department_records_a_paper(ready: County) -> None:
    filing = waiting(ready)
    with pytest.raises(Task.DoesNotExist):
        on_paper(ready, filing, WANG)
    for who in (SUN, WU):
        assert refused(on_paper, ready, filing, who) == {"E13-2"}
    on_paper(ready, filing)
    assert PaperFiling.objects.get().number == PAPER


def test_a_paper_is_confirmed_by_the_deputy_head_of_the_department(ready: County) -> None:
    filing = on_paper(ready, waiting(ready))
    with pytest.raises(Task.DoesNotExist):
        vouched(ready, filing, HE)
    assert refused(vouched, ready, filing, WU) == {"E13-2"}
    assert refused(vouched, ready, filing, ZHOU) == {"E13-2"}
    assert vouched(ready, filing, ZHOU, standing_in="分管负责人空缺").status == "FILED"


def test_who_recorded_a_paper_does_not_confirm_it(ready: County) -> None:
    filing = on_paper(ready, waiting(ready), SUN, office="clerk")
    assert refused(vouched, ready, filing, SUN) == {"E13-2"}
    assert vouched(ready, filing, ZHOU, standing_in="分管负责人本人登记").status == "FILED"


def test_a_paper_without_number_or_of_an_impossible_day_is_refused(ready: County) -> None:
    filing, today = waiting(ready), ready.at.date()
    before = LogEvent.objects.count()
    with pytest.raises(PlansRefused, match="纸质备案须登记备案号"):
        on_paper(ready, filing, number=" ")
    for day in (today + timedelta(days=1), today - timedelta(days=1)):
        with pytest.raises(PlansRefused, match=f"纸质备案日期 {day} 不在来文日期 {today} 与今天 {today} 之间"):
            on_paper(ready, filing, filed_on=day)
    assert LogEvent.objects.count() == before
    on_paper(ready, filing, filed_on=today)


def test_the_number_of_one_filing_is_not_that_of_another(ready: County) -> None:
    first, second = (waiting(ready, with_firms=number == 0) for number in range(2))
    on_paper(ready, second)
    vouched(ready, on_paper(ready, first))
    with pytest.raises(PlansRefused, match=f"备案号 {PAPER} 已用于任务 {first.task.number}"):
        vouched(ready, second)
    with pytest.raises(PlansRefused, match=f"备案号 {PAPER} 已用于任务"):
        on_paper(ready, second)
    assert vouched(ready, on_paper(ready, second, number="联办备〔2026〕8号")).status == "FILED"


def test_what_was_not_asked_for_or_is_already_filed_is_neither_recorded_nor_confirmed(ready: County) -> None:
    filing = on_paper(ready, waiting(ready))
    sent_back(ready, filing)
    assert refused(on_paper, ready, filing) == {"E13-1"}
    assert refused(vouched, ready, filing) == {"E13-1"}
    filing = asked(ready, filing.task)
    with pytest.raises(PlansRefused, match="还没有登记纸质备案"):
        vouched(ready, filing)
    vouched(ready, on_paper(ready, filing))
    for act in (on_paper, vouched, filed, sent_back):
        assert refused(act, ready, filing) == {"E13-1"}


def test_a_paper_recorded_anew_is_looked_at_anew(ready: County) -> None:
    filing = on_paper(ready, waiting(ready), number="联办备〔2026〕1号")
    seen = filing.version
    on_paper(ready, filing)
    with pytest.raises(StaleVersion):
        vouched(ready, filing, version=seen)
    assert vouched(ready, filing).number == PAPER


def test_a_withdrawn_task_is_not_filed_on_paper(ready: County) -> None:
    filing = on_paper(ready, waiting(ready))
    withdraw_task(task_id=filing.task.pk, reason="交办取消", actor=ready.actor(SUN), at=ready.at)
    assert papers_waiting("rsj") == []
    assert refused(on_paper, ready, filing) == {"E13-1"}
    assert refused(vouched, ready, filing) == {"E13-1"}


def test_who_filed_it_publishes_it(ready: County) -> None:
    filing = vouched(ready, on_paper(ready, waiting(ready)))
    for who in (SONG, WANG, SUN):
        assert refused(made_public, ready, filing, who) == {"E13-2"}
    made_public(ready, filing, LI)


def test_what_waits_on_paper_is_told_to_the_department_and_no_more_to_the_joint_office(ready: County) -> None:
    filing = waiting(ready)
    assert papers_waiting("rsj") == []
    on_paper(ready, filing)
    assert papers_waiting("rsj") == [("confirm_paper_filing", filing)]
    assert papers_waiting("scjgj") == []
    vouched(ready, filing)
    assert papers_waiting("rsj") == [("publish_filing", filing)]
    assert filings_waiting() == []
    made_public(ready, filing, LI)
    assert papers_waiting("rsj") == []


def test_the_database_keeps_half_a_paper_and_ones_own_confirmation_out(ready: County) -> None:
    filing = on_paper(ready, waiting(ready))
    with pytest.raises(IntegrityError, match=r"filing_numbered_whole|CHECK"), transaction.atomic():
        Filing._base_manager.filter(pk=filing.pk).update(status="FILED", number=PAPER)
    paper = PaperFiling._base_manager.filter(filing=filing)
    with pytest.raises(IntegrityError, match=r"paper_filing_confirmed_by_another|CHECK"), transaction.atomic():
        paper.update(confirmer=ready.person(LI).pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        paper.update(number="另一号")
