"""第一条：计划引用当时有效的依据。"""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from shuangsuiji.core.rules.finding import RuleViolation, require
from shuangsuiji.core.rules.item_lists import check_not_cited
from shuangsuiji.core.rules.lifecycle import PLAN
from shuangsuiji.core.rules.parameters import Modal, number, parameter
from shuangsuiji.foundation.accounts.queries import day_of
from shuangsuiji.stages.items.actions.end_basis import end_basis
from shuangsuiji.stages.items.actions.register_basis import register_basis
from shuangsuiji.stages.items.models import RuleDocument
from shuangsuiji.stages.items.queries import documents_in_force
from tests.stages.cast import TANG, County
from tests.stages.plans.planning import drafted, send


def test_a_plan_is_countersigned_only_with_a_basis() -> None:
    row = PLAN.row("DRAFT", "confirm_plan")
    assert row is not None
    assert "basis_cited" in row.guards.split()
    assert "第一条" in row.citation
    assert number("plan_basis.minimum") == 1
    assert parameter("plan_basis.minimum").modal is Modal.MUST


@pytest.mark.django_db
def test_e01_1_a_plan_that_cites_nothing_is_not_sent_round(ready: County) -> None:
    with pytest.raises(RuleViolation, match="计划未引用依据文件"):
        send(ready, drafted(ready, basis=[]))
    assert send(ready, drafted(ready))


@pytest.mark.django_db
def test_c01_1_a_document_replaced_from_tomorrow_is_printed_today_and_the_new_one_tomorrow(county: County) -> None:
    today, tang = day_of(county.at), county.actor(TANG)
    tomorrow = today + timedelta(days=1)
    terms = {"level": "PROVINCE", "issuing_body": "某省人民政府", "actor": tang, "at": county.at}
    old = register_basis(number="某政〔2019〕22号", title="某省监管办法", from_on=date(2019, 6, 1), **terms)  # type: ignore[arg-type]
    new = register_basis(number="某政〔2026〕8号", title="某省监管办法", from_on=tomorrow, **terms)  # type: ignore[arg-type]
    end_basis(document=old.pk, to_on=today, reason="被某政〔2026〕8号替代", actor=tang, at=county.at)
    assert [each.number for each in documents_in_force(today)] == [old.number]
    assert [each.number for each in documents_in_force(tomorrow)] == [new.number]


@pytest.mark.django_db
def test_e01_2_a_document_is_ended_and_never_removed(ready: County) -> None:
    require(check_not_cited(0))
    with pytest.raises(RuleViolation, match="该文件已被 2 份文书引用，只能标注失效日期（第一条）"):
        require(check_not_cited(2))
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM rule_document")
    assert RuleDocument.objects.exists()
