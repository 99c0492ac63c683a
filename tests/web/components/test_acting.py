"""Who acts, and what happens when two act on one record."""

import re
from collections.abc import Callable

import pytest

from shuangsuiji.foundation.ledger.models import AuditEntry
from shuangsuiji.web.components.conflict import Difference, differences, side_by_side
from tests.web.components.pages import urls
from tests.web.components.pages.visiting import Visitor, visit

__all__ = ["visit"]
Visit = Callable[[str], Visitor]


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "office"), [("li", "clerk"), ("sun", "deputy_head"), ("zheng", "section_head")])
def test_somebody_acts_in_the_office_of_the_policys_row_that_he_holds(visit: Visit, who: str, office: str) -> None:
    assert visit(who).get("/office/sheets/who/").content.decode() == f"{office} rsj"


@pytest.mark.django_db
def test_who_holds_none_of_them_acts_not_at_all(visit: Visit) -> None:
    assert visit("zhou").get("/office/sheets/who/").status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(("choice", "kept"), [("mine", "乙"), ("theirs", "甲")])
def test_the_second_of_two_chooses_field_by_field_and_nothing_typed_is_lost(
    visit: Visit, choice: str, kept: str
) -> None:
    urls.stored.update(name="甲", ratio="10")
    li = visit("li")
    sent = {"name": "乙", "ratio": "10", "remark": "原样", "version": "3", "idempotency_key": "k" * 32}
    answer = li.client.post("/office/sheets/stale/", sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert page.count('type="radio"') == 2
    assert "户数" not in page
    form = page.partition('action="/office/sheets/stale/"')[2].partition("</form>")[0]
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    assert hidden["version"] == "4"
    assert hidden["remark"] == "原样"
    choices = dict(zip(("mine", "theirs"), re.findall(r'type="radio" name="name" value="([^"]*)"', form), strict=True))
    again = li.client.post("/office/sheets/stale/", {**hidden, "name": choices[choice]})
    assert again.status_code == 302
    assert urls.stored == {"name": kept, "ratio": "10"}


@pytest.mark.django_db
def test_what_the_rules_refuse_is_said_above_the_form_that_keeps_what_was_typed(visit: Visit) -> None:
    li = visit("li")
    answer = li.client.post("/office/sheets/refused/", {"households": "10", "idempotency_key": "a" * 32})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "至少抽 11 户（第六条（三））。请增加户数。（E06-3）" in page
    assert 'value="10"' in page
    assert AuditEntry.objects.get(action="denied").detail["findings"] == ["E06-3"]
    assert (
        li.client.post("/office/sheets/refused/", {"households": "11", "idempotency_key": "a" * 32}).status_code == 302
    )
    assert li.get("/office/sheets/refused/").status_code == 200


def test_only_fields_that_differ_are_told_in_the_order_of_the_form() -> None:
    found = differences(
        {"a": 1, "b": None, "c": "x"},
        {"a": "1", "b": "", "c": "y"},
        {"c": "丙", "a": "甲", "b": "乙"},
        shown={"c": {"x": "旧", "y": "新"}},
    )
    assert found == (Difference("c", "丙", "x", "y", "旧", "新"),)
    assert (found[0].mine, found[0].theirs) == ("新", "旧")


def test_an_act_that_tells_only_words_is_shown_without_a_choice() -> None:
    assert side_by_side([("名称", "甲", "乙")]) == (Difference("", "名称", "甲", "乙"),)
