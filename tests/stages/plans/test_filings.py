"""An ad-hoc task is filed with the office of the joint meeting and its filing made public, before any draw."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.reconcile import differences
from shuangsuiji.stages.disclosure import public as portal
from shuangsuiji.stages.disclosure.models import PublishedNotice
from shuangsuiji.stages.plans.actions.confirm_registries import confirm_registries
from shuangsuiji.stages.plans.actions.withdraw_task import withdraw_task
from shuangsuiji.stages.plans.models import Filing, Task
from shuangsuiji.stages.plans.queries.filings import filing_for, filings_waiting, tasks_to_file
from shuangsuiji.stages.plans.queries.tasks import standing_in_the_way
from tests.cast import FENG, LI, SUN, WANG, WU
from tests.stages.cast import SONG, TANG, County
from tests.stages.plans.filing import ad_hoc, asked, filed, made_public, sent_back
from tests.stages.plans.planning import prepare
from tests.stages.plans.tasking import made, paper_of_scheme, registries_confirmed, revised, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(county: County) -> County:
    """A published list, a document, a policy."""
    prepare(county)
    return county


def refused(act: Callable[..., Any], *arguments: Any, **named: Any) -> set[str]:
    """The act refuses and leaves no event; answers the codes."""
    before = LogEvent.objects.count()
    with pytest.raises(RuleViolation) as raised:
        act(*arguments, **named)
    assert LogEvent.objects.count() == before
    return {finding.code for finding in raised.value.findings}


def missing(county: County, task: Task) -> set[str]:
    """Codes of what keeps the task from its draw."""
    task.refresh_from_db()
    return {each.code for each in standing_in_the_way(task, paper_of_scheme(task), county.at)}


def prepared(county: County) -> Task:
    """An ad-hoc task that lacks nothing but its filing."""
    task = signed(county, ad_hoc(county))
    registries_confirmed(county, county.lead)
    return confirm_registries(task_id=task.pk, actor=county.actor(WU), at=county.at)


def test_c08_1_each_missing_part_keeps_the_task_from_its_draw_and_with_all_of_them_it_is_ready(ready: County) -> None:
    task = prepared(ready)
    assert missing(ready, task) == {"E08-1"}
    filing = asked(ready, task)
    assert missing(ready, task) == {"E08-1"}
    filed(ready, filing)
    assert missing(ready, task) == {"E08-2"}
    made_public(ready, filing)
    assert missing(ready, task) == set()
    assert task.status == "REGISTRIES_CONFIRMED"
    told = list(LogEvent.objects.order_by("seq").values_list("type", flat=True))
    assert [each for each in told if "fil" in each] == ["filing.requested", "task.filed", "filing.published"]
    assert [each for each in differences() if each.table != "account"] == []


def test_filing_may_come_first_or_last_and_outlives_a_revision_of_the_scheme(ready: County) -> None:
    task = ad_hoc(ready)
    made_public(ready, filed(ready, asked(ready, task)))
    signed(ready, task)
    revised(ready, task)
    assert "E08-1" not in missing(ready, task)
    assert Filing.objects.get().number == "备410999-2026-001"


def test_a_task_of_the_years_plan_needs_no_filing_and_gets_none(ready: County) -> None:
    task = made(ready)
    assert missing(ready, task).isdisjoint({"E08-1", "E08-2"})
    assert refused(asked, ready, task) >= {"E08-4"}


def test_numbers_of_the_year_have_no_gaps(ready: County) -> None:
    first, second, third = (asked(ready, ad_hoc(ready, with_firms=number == 0)) for number in range(3))
    filed(ready, first)
    sent_back(ready, second)
    filed(ready, third)
    assert [each.ordinal for each in Filing.objects.exclude(number="").order_by("ordinal")] == [1, 2]
    second.refresh_from_db()
    filed(ready, asked(ready, second.task))
    assert Filing.objects.get(pk=second.pk).number == "备410999-2026-003"


def test_only_the_clerk_of_the_department_asks_and_only_the_joint_office_files_returns_and_publishes(
    ready: County,
) -> None:
    task = ad_hoc(ready)
    assert refused(asked, ready, task, SUN) == {"E13-2"}
    with pytest.raises(Task.DoesNotExist):
        asked(ready, task, WANG)
    filing = asked(ready, task)
    for act in (filed, sent_back):
        assert refused(act, ready, filing, LI) == {"E13-2"}
        assert refused(act, ready, filing, TANG) == {"E13-2"}
    filed(ready, filing)
    assert refused(made_public, ready, filing, LI) == {"E13-2"}


def test_each_step_is_taken_once_and_in_order(ready: County) -> None:
    filing = asked(ready, ad_hoc(ready))
    assert refused(asked, ready, filing.task) == {"E13-1"}
    assert refused(made_public, ready, filing) == {"E13-1"}
    filed(ready, filing)
    assert refused(filed, ready, filing) == {"E13-1"}
    assert refused(sent_back, ready, filing) == {"E13-1"}
    made_public(ready, filing)
    assert refused(made_public, ready, filing) == {"E13-1"}
    assert PublishedNotice.objects.filter(kind="FILING").count() == 1


def test_what_is_not_acceptable_goes_back_with_its_reason_and_may_be_asked_for_again(ready: County) -> None:
    task = ad_hoc(ready)
    filing = asked(ready, task)
    assert refused(sent_back, ready, filing, reason=" ") == {"E07-7"}
    sent_back(ready, filing, reason="来文不是交办文件")
    assert tasks_to_file("rsj") == [(task, "来文不是交办文件")]
    assert filings_waiting() == []
    again = asked(ready, task, remark="已补来文")
    assert (again.pk, again.remark, again.status) == (filing.pk, "已补来文", "REQUESTED")


def test_a_withdrawn_task_is_neither_filed_nor_published(ready: County) -> None:
    task = ad_hoc(ready)
    filing = asked(ready, task)
    filed(ready, filing)
    withdraw_task(task_id=task.pk, reason="交办取消", actor=ready.actor(SUN), at=ready.at)
    assert refused(made_public, ready, filing) == {"E13-1"}
    assert filings_waiting() == []
    other = ad_hoc(ready, with_firms=False)
    waiting = asked(ready, other)
    withdraw_task(task_id=other.pk, reason="交办取消", actor=ready.actor(SUN), at=ready.at)
    assert refused(filed, ready, waiting) == {"E13-1"}
    assert tasks_to_file("rsj") == []


def test_what_waits_is_told_to_who_must_act(ready: County) -> None:
    task = ad_hoc(ready)
    assert tasks_to_file("rsj") == [(task, "")]
    assert tasks_to_file("scjgj") == []
    filing = asked(ready, task)
    assert tasks_to_file("rsj") == []
    assert filings_waiting() == [("file_ad_hoc", filing)]
    filed(ready, filing)
    assert filings_waiting() == [("publish_filing", filing)]
    made_public(ready, filing)
    assert filings_waiting() == []


def test_the_department_and_the_joint_office_see_a_filing_and_others_do_not(ready: County) -> None:
    filing = asked(ready, ad_hoc(ready))
    assert filing_for(filing.pk, "rsj", ("clerk",)) == filing
    assert filing_for(filing.pk, "scjgj", ("clerk",)) is None
    for who in (SONG, TANG, FENG):
        assert filing_for(filing.pk, who.department, (who.office,)) == filing


def test_the_public_sees_source_document_number_and_what_is_inspected_and_nobody_by_name(ready: County) -> None:
    task = ad_hoc(ready)
    notice = made_public(ready, filed(ready, asked(ready, task)))
    (shown,) = portal.notices("filings")
    assert shown.index_no == notice.index_no == "rsj-备案-2026-0001"
    facts = dict(shown.content["facts"])
    assert facts["备案号"] == "备410999-2026-001"
    assert facts["任务来源"] == "有关部门转办"
    assert facts["交办（转办）机关"] == "某县住建局"
    assert facts["来文文号"] == "某住建函〔2026〕2号"
    (row,) = shown.content["rows"]
    assert (row["name"], row["number"]) == (task.name, task.number)
    said = f"{shown.content}"
    assert "某厂" not in said
    assert "请予备案" not in said
    assert all(f"{each.name}某" not in said for each in (LI, SONG))


def test_the_log_says_source_and_number_in_the_open_and_no_more(ready: County) -> None:
    task = ad_hoc(ready)
    filed(ready, asked(ready, task))
    entry = LogEvent.objects.get(type="task.filed")
    assert json.loads(bytes(entry.body))["pub"] == {
        "task_id": task.number,
        "source": "3",
        "document": "备410999-2026-001",
    }


def test_the_database_keeps_a_filed_task_without_number_and_a_number_twice_out(ready: County) -> None:
    filing = asked(ready, ad_hoc(ready))
    with pytest.raises(IntegrityError, match=r"filing_filed_has_its_number|CHECK"), transaction.atomic():
        Filing._base_manager.filter(pk=filing.pk).update(status="FILED")
    with pytest.raises(IntegrityError, match=r"filing_numbered_whole|CHECK"), transaction.atomic():
        Filing._base_manager.filter(pk=filing.pk).update(number="备1")
    filed(ready, filing)
    other = asked(ready, ad_hoc(ready, with_firms=False))
    filing.refresh_from_db()
    copied = {
        "number": "备x",
        "year": filing.year,
        "ordinal": 1,
        "filed_on": filing.filed_on,
        "filed_by": ready.joining,
    }
    with pytest.raises(IntegrityError, match=r"filing_ordinal|UNIQUE"), transaction.atomic():
        Filing._base_manager.filter(pk=other.pk).update(**copied)
