"""Takes the guards of lists, sheets, exports and acting away one at a time; the test that proves the guard must then turn red.

Source: 第十条, 第二十四条; 70-interface §5; 80-reliability E4.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from shuangsuiji.web.components import acting, conflict, exporting, listing, refusals, uploading
from shuangsuiji.web.components.models import UploadDraft
from shuangsuiji.web.office import menu
from shuangsuiji.web.office.home import approvals
from shuangsuiji.web.portal.home import views as portal_views
from tests.foundation.accounts.bureau import Bureau
from tests.web.components import test_acting, test_exporting, test_listing, test_uploading
from tests.web.components.pages.visiting import Visitor, visit
from tests.web.office.home import test_workbench
from tests.web.office.home.test_workbench import bureau
from tests.web.portal import test_reading_mode

pytestmark = pytest.mark.django_db
__all__ = ["bureau", "visit"]
Visit = Callable[[str], Visitor]


def must_turn_red(body: Callable[..., Any], *arguments: Any) -> None:
    """The named test fails now."""
    with pytest.raises((AssertionError, UploadDraft.DoesNotExist, ValueError)):
        body(*arguments)


def test_drafts_that_anybody_may_open_are_noticed(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "draft_of", lambda request, kind, draft: UploadDraft.objects.get(pk=draft))
    must_turn_red(test_uploading.test_another_persons_draft_is_not_there, visit, "confirm/")


def test_a_draft_read_as_another_kind_is_noticed(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    def any_kind(request: Any, kind: Any, draft: Any) -> Any:
        return UploadDraft.objects.get(account=uploading.account_of(request), pk=draft)

    monkeypatch.setattr(uploading, "draft_of", any_kind)
    must_turn_red(test_uploading.test_a_draft_of_another_kind_of_list_is_not_there, visit)


def test_a_draft_that_never_ends_is_noticed(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "now", lambda request: datetime(2020, 1, 1, tzinfo=UTC))
    must_turn_red(test_uploading.test_a_draft_ends_after_a_day_and_is_thrown_away, visit)


def test_errors_that_are_confirmed_all_the_same_are_noticed(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    def unasked(request: Any, kind: Any, draft: Any) -> Any:
        found = uploading.draft_of(request, kind, draft)
        return uploading.Confirmed(found, uploading._reading(request, kind, found))

    monkeypatch.setattr(uploading, "confirmed", unasked)
    monkeypatch.setattr("shuangsuiji.foundation.sheets.readings.RosterReading.require", lambda reading: reading.entries)
    must_turn_red(test_uploading.test_a_bad_sheet_cannot_be_confirmed_by_somebody_who_makes_the_request_himself, visit)


def test_rows_left_out_without_a_reason_are_noticed(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    class Lenient(uploading.ExcludeForm):
        def __init__(self, *arguments: Any, **more: Any) -> None:
            super().__init__(*arguments, **more)
            self.fields["reason"].required = False

    monkeypatch.setattr(uploading, "ExcludeForm", Lenient)
    must_turn_red(test_uploading.test_rows_are_kept_out_by_name_with_a_reason_and_can_be_let_in_again, visit)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_cells_that_a_spreadsheet_would_run_are_noticed(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(exporting, "neutral", lambda text: text)
    if form == "csv":
        must_turn_red(test_exporting.test_no_cell_is_one_that_a_spreadsheet_would_run, visit, form)
    else:  # the writer of xlsx has a second lock of its own
        test_exporting.test_no_cell_is_one_that_a_spreadsheet_would_run(visit, form)


def test_an_export_without_cap_is_noticed(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "number", lambda name: 10**9)
    must_turn_red(test_exporting.test_more_personal_rows_than_one_may_take_are_refused, visit)


def test_an_export_that_asks_no_purpose_is_noticed(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting.PurposeForm, "is_valid", lambda form: True)
    monkeypatch.setattr(exporting.PurposeForm, "cleaned_data", {"purpose": ""}, raising=False)
    must_turn_red(test_exporting.test_personal_columns_ask_for_the_purpose_first, visit)


def test_an_export_that_nobody_wrote_down_is_noticed(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "note", lambda *arguments, **more: None)
    must_turn_red(test_exporting.test_an_export_without_personal_columns_is_noted_too, visit)


def test_an_export_without_its_mark_is_noticed(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "_watermark", lambda *arguments: "")
    with pytest.raises((AssertionError, AttributeError)):
        test_exporting.test_an_xlsx_has_head_rows_and_the_mark_of_who_took_it(visit)


def test_acting_in_an_office_one_does_not_hold_is_noticed(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acting, "offices_held", lambda request: frozenset({"section_head"}))
    must_turn_red(test_acting.test_somebody_acts_in_the_office_of_the_policys_row_that_he_holds, visit, "li", "clerk")


def test_a_refusal_in_a_form_that_leaves_no_line_is_noticed(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "note_denied", lambda *arguments, **more: None)
    with pytest.raises(test_acting.AuditEntry.DoesNotExist):
        test_acting.test_what_the_rules_refuse_is_said_above_the_form_that_keeps_what_was_typed(visit)


def test_a_conflict_that_forgets_a_side_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conflict, "_text", lambda value: "")
    must_turn_red(test_acting.test_only_fields_that_differ_are_told_in_the_order_of_the_form)


def test_a_list_without_its_tie_break_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = listing._keys
    monkeypatch.setattr(listing, "_keys", lambda queryset, names: whole(queryset, names)[:1])
    must_turn_red(test_listing.test_walking_forward_shows_every_row_once_and_backward_the_same_turned_round, "-actor")


def test_a_list_that_sorts_by_any_column_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    original = listing.page_of

    def any_column(request: Any, queryset: Any, **more: Any) -> Any:
        return original(request, queryset, **{**more, "sortable": ("password",)})

    monkeypatch.setattr(test_listing, "page_of", any_column)
    with pytest.raises(Exception, match="password"):
        test_listing.test_an_address_that_makes_no_sense_shows_the_first_page("?sort=password")


def test_a_menu_that_offers_what_may_not_be_read_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(menu, "_offered", lambda entry, roles: True)
    must_turn_red(test_workbench.test_the_menu_leaves_out_pages_that_do_not_exist_or_may_not_be_read, monkeypatch)


def test_ones_own_request_among_ones_own_todos_is_noticed(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    def everybodys(request: Any) -> Any:
        return [
            approvals.Todo("审批", "x", "/", hint=asked.reason) for asked in approvals.ApprovalRequest.objects.all()
        ]

    monkeypatch.setattr(test_workbench.todos, "TODO_PROVIDERS", [everybodys])
    must_turn_red(test_workbench.test_a_request_for_a_decision_waits_for_who_decides_and_not_for_who_asked, bureau)


def test_a_reading_mode_that_leads_elsewhere_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portal_views, "url_has_allowed_host_and_scheme", lambda *arguments, **more: True)
    must_turn_red(test_reading_mode.test_it_leads_to_no_other_host, "//evil.example/")
