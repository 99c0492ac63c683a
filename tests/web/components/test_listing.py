"""Lists: every row once, in order, whatever is between two pages; the same count of queries on page 1 and page 5 000."""

import random
import time
from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.db.models import Value
from django.db.models.functions import NullIf
from django.http import QueryDict
from django.test import RequestFactory

from shuangsuiji.foundation.ledger.models import AuditEntry
from shuangsuiji.web.components.listing import FilterForm, Page, export_link, page_of
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
MOST_PAGES = 20


def entries(count: int, *, kinds: int = 3) -> None:
    """Lines of the access log: names repeat, so that ties are many."""
    chance = random.Random(7)
    AuditEntry.objects.bulk_create(
        AuditEntry(
            at=NOW + timedelta(seconds=n // 5),
            actor=f"a{chance.randrange(kinds)}",
            action=f"b{n % 2}",
            object="" if n % 4 == 0 else f"c{n % 3}",
        )
        for n in range(count)
    )


def rows() -> Any:
    """With a column that can be empty."""
    return AuditEntry.objects.annotate(maybe=NullIf("object", Value("")))


def asked(address: str = "", **more: Any) -> Page:
    more.setdefault("order", ("actor", "-at"))
    more.setdefault("sizes", (7, 20))
    more.setdefault("sortable", ("actor", "at", "maybe", "action"))
    return page_of(RequestFactory().get(f"/x/{address}"), rows(), **more)


def walked(address: str, onward: str, **more: Any) -> list[Any]:
    found = []
    page = asked(address, **more)
    while True:
        found += [list(page)] if onward == "next" else [list(page)[::-1]]
        address = getattr(page, onward)
        if not address:
            return [row for part in found for row in part]
        page = asked(address, **more)
        assert len(found) < MOST_PAGES, "the pages go round in a circle"


@pytest.mark.parametrize("sort", ["", "actor", "-actor", "at", "-at", "maybe", "-maybe", "action", "-action"])
def test_walking_forward_shows_every_row_once_and_backward_the_same_turned_round(sort: str) -> None:
    entries(61)
    address = f"?sort={sort}" if sort else ""
    forward = walked(address, "next")
    assert len({row.pk for row in forward}) == len(forward) == 61
    end = asked(address).end
    assert [row.pk for row in walked(end, "previous")] == [row.pk for row in forward[::-1]]


@pytest.mark.parametrize(("sort", "down"), [("maybe", False), ("-maybe", True)])
def test_what_is_empty_stands_last_whichever_way_a_column_runs(sort: str, down: bool) -> None:
    entries(30)
    shown = [row.maybe for row in walked(f"?sort={sort}", "next")]
    filled = [each for each in shown if each is not None]
    assert shown == sorted(filled, reverse=down) + [None] * (len(shown) - len(filled))


def test_numbers_of_rows_are_told_on_every_page() -> None:
    entries(20)
    first = asked()
    second = asked(first.next)
    last = asked(first.end)
    assert [(page.first, page.last, page.total) for page in (first, second, last)] == [
        (1, 7, 20),
        (8, 14, 20),
        (15, 20, 20),
    ]
    assert (first.previous, first.start, last.next, last.end) == ("", "", "", "")
    assert asked(last.previous).first == 8
    assert asked(asked(last.previous).previous).first == 1


def test_a_list_without_rows_has_no_way_on() -> None:
    page = asked()
    assert (page.total, page.first, page.last, len(page), page.next, page.end) == (0, 1, 0, 0, "", "")


@pytest.mark.parametrize(
    "nonsense",
    [
        "?after=zzz",
        "?after=99999999999999999999",
        "?before=x&from=-3",
        "?sort=password",
        "?size=7000",
        "?sort=--at",
        "?from=1e9&after=1x",
        "?after=",
    ],
)
def test_an_address_that_makes_no_sense_shows_the_first_page(nonsense: str) -> None:
    entries(10)
    assert [row.pk for row in asked(nonsense)] == [row.pk for row in asked()]


def test_a_row_that_left_the_list_meanwhile_does_not_send_one_back_to_the_start() -> None:
    entries(30)
    first = asked()
    second = [row.pk for row in asked(first.next)]
    fewer = rows().exclude(pk=first.rows[-1].pk)
    page = page_of(RequestFactory().get(f"/x/{first.next}"), fewer, order=("actor", "-at"), sizes=(7,))
    assert [row.pk for row in page][:-1] == second[1:]
    back = asked(asked(first.next).next)
    page = page_of(
        RequestFactory().get(f"/x/{back.previous}"),
        rows().exclude(pk=back.rows[0].pk),
        order=("actor", "-at"),
        sizes=(7,),
    )
    assert {row.pk for row in page} >= set(second[1:])


def test_the_address_keeps_the_filter_and_never_tells_what_a_row_says() -> None:
    entries(30)
    page = asked("?name=x&sort=-actor&size=20")
    assert "name=x" in page.next
    assert "size=20" in page.next
    assert "a1" not in page.next
    assert page.kept == (("name", "x"), ("sort", "-actor"))
    assert page.sorted_by("actor") == "?name=x&size=20&sort=actor"
    assert page.sorted_by("at") == "?name=x&size=20&sort=at"
    assert (page.direction("actor"), page.direction("at")) == ("descending", "none")


def test_queries_do_not_grow_with_rows_or_pages(django_assert_num_queries: Any) -> None:
    entries(20)
    with django_assert_num_queries(2):
        first = asked()
    with django_assert_num_queries(3):
        asked(first.next)
    entries(200)
    with django_assert_num_queries(2):
        first = asked()
    with django_assert_num_queries(3):
        asked(first.next)


@pytest.mark.slow
def test_page_five_thousand_is_as_quick_as_the_first() -> None:
    entries(100_000, kinds=2_000)
    last = asked("?sort=at&size=20", order=("at",))
    middle = AuditEntry.objects.order_by("at", "pk")[99_000]

    def seconds(address: str) -> float:
        best = 9.0
        for _ in range(5):
            began = time.perf_counter()
            asked(address, order=("at",))
            best = min(best, time.perf_counter() - began)
        return best

    assert seconds(f"?sort=at&size=20&after={middle.pk}&from=99001") < 3 * seconds("?sort=at&size=20") + 0.02
    assert last.total == 100_000


class Narrow(FilterForm):
    """A text and a day."""

    actor = forms.CharField(label="人员")
    since = forms.DateField(label="起始")
    only = forms.BooleanField(label="只看有对象的")
    lookups = {"actor": "actor__contains", "since": "at__date__gte"}  # noqa: RUF012 - as a page writes it

    def narrow(self, queryset: Any) -> Any:
        found = super().narrow(queryset)
        return found.exclude(object="") if self.given.get("only") else found


def test_a_filter_narrows_by_what_is_given_and_by_nothing_it_does_not_understand() -> None:
    entries(40)
    everything = rows()
    assert Narrow(QueryDict("")).narrow(everything).count() == 40
    assert {row.actor for row in Narrow(QueryDict("actor=a1")).narrow(everything)} == {"a1"}
    assert Narrow(QueryDict("since=2026-02-31")).narrow(everything).count() == 40
    assert Narrow(QueryDict("since=2026-11-25")).narrow(everything).count() == 0
    assert Narrow(QueryDict("only=on")).narrow(everything).count() == 30
    assert Narrow(QueryDict("actor=a1&sort=-at&size=20")).kept == (("sort", "-at"), ("size", "20"))


def test_an_export_takes_the_filter_along_and_leaves_the_page_behind() -> None:
    request = RequestFactory().get("/x/?name=a&after=3&from=9&size=50&sort=at")
    assert export_link(request) == "?name=a&sort=at&export=xlsx"
    assert export_link(request, "/y/", "csv") == "/y/?name=a&sort=at&export=csv"
