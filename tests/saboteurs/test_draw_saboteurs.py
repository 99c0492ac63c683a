"""Removes one guard of the draw at a time; the very test that relies on it must then turn red.

A test that survives its saboteur proves nothing. Source: 80-reliability J7; 40-draw §12; 第十四条, 第十五条.
"""

import sys
import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

import pytest

from shuangsuiji.core import canonical, identifiers, tree
from shuangsuiji.core.canonical import Suite, tag
from shuangsuiji.core.draw import assignment, beacon, ceremony, freeze, plan, record, roster, sealing, selection, teams
from shuangsuiji.core.draw import tickets as ticketing
from shuangsuiji.core.draw.ceremony import TRANSITIONS, Ceremony
from shuangsuiji.core.ratios import Ratio
from tests.core import test_canonical, test_tree
from tests.core.draw import (
    cases,
    test_assignment,
    test_beacon,
    test_ceremony,
    test_freeze,
    test_known_answers,
    test_outcome,
    test_plan,
    test_properties,
    test_record,
    test_sealing,
    test_selection,
    test_teams,
)

Sabotage = Callable[[pytest.MonkeyPatch], None]
JUST_AFTER = cases.SECOND


class Case(NamedTuple):
    """A guard, how it is removed, and the test that must notice."""

    guard: str
    remove: Sabotage
    claim: Callable[[], None]


def everywhere(name: str, honest: Any, wrong: Any) -> Sabotage:
    """Put `wrong` wherever `honest` was imported under this name, in the draw and in its tests."""

    def remove(patch: pytest.MonkeyPatch) -> None:
        for module in [
            module for key, module in sys.modules.items() if key.startswith(("shuangsuiji.core", "tests.core"))
        ]:
            if getattr(module, name, None) is honest:
                patch.setattr(module, name, wrong)

    return remove


def in_place(owner: Any, name: str, wrong: Any) -> Sabotage:
    """Put `wrong` in one place."""
    return lambda patch: patch.setattr(owner, name, wrong)


# ---------------------------------------------------------------------------------------------------------- the wrong


def _punctual(act: str, deadline: datetime) -> Sabotage:
    """The act always looks as if it came by its deadline."""
    honest = getattr(Ceremony, act)

    def whenever(self: Ceremony, *words: str, at: datetime) -> Ceremony:
        held: Ceremony = honest(self, *words, at=min(at, deadline))
        return held

    return in_place(Ceremony, act, whenever)


def _context_of_subjects_only(suite: Suite, draw_id: str, digest: str, subjects: str, inspectors: str) -> str:
    return tag(suite, "context", draw_id, digest, subjects)


def _context_without_plan(suite: Suite, draw_id: str, digest: str, subjects: str, inspectors: str) -> str:
    return tag(suite, "context", draw_id, subjects, inspectors)


def _commit_without_person(suite: Suite, draw_id: str, context: str, who: str, secret: str) -> str:
    return tag(suite, "commit", draw_id, context, secret)


def _commit_without_context(suite: Suite, draw_id: str, context: str, who: str, secret: str) -> str:
    return tag(suite, "commit", draw_id, who, secret)


def _seed_without_the_silent(
    suite: Suite, draw_id: str, context: str, reveals: list[list[str]], number: list[str]
) -> str:
    return ceremony_seed(suite, draw_id, context, [reveal for reveal in reveals if reveal[1]], number)


def _seed_without_number(suite: Suite, draw_id: str, context: str, reveals: list[list[str]], number: list[str]) -> str:
    return ceremony_seed(suite, draw_id, context, reveals, ["", "", ""])


ceremony_seed = ceremony.seed_of
honest_stratum = selection._stratum


def _base_of_the_eligible(suite: Suite, key: str, rule: Any, rows: Any, alternates: int) -> dict[str, Any]:
    return honest_stratum(suite, key, rule, [row for row in rows if row.elig == "E"], alternates)


def _everybody_eligible(suite: Suite, key: str, rule: Any, rows: Any, alternates: int) -> dict[str, Any]:
    return honest_stratum(suite, key, rule, [row._replace(elig="E") for row in rows], alternates)


def _cut_without_another_run(suite: Suite, key: str, handles: list[str], count: int) -> list[tuple[str, str]]:
    wanted = min(count, len(handles))
    cut = ticketing._cut(wanted + 8, len(handles))
    return sorted(ticketing._candidates(suite, key, handles, cut))[:wanted]


def _deaf_to_conflicts(slot: Any, inspectors: Any, recusals: Any, batch: Any) -> list[str]:
    return honest_eligible(slot, inspectors, {}, batch)


honest_eligible = assignment.eligible_persons


def _unsalted(self: sealing.Sealer, canonical_id: str, row: dict[str, object]) -> tuple[str, str, str]:
    handle = sealing.sealed_handle(cases.SHA256, cases.TASK, "", canonical_id)
    return handle, "", sealing.attrs_digest(cases.SHA256, row)


def _for_auditors(proceedings: Any, audience: str, outcome: Any) -> dict[str, Any]:
    return honest_frozen_part(proceedings, record.AUDITOR, outcome)


honest_frozen_part = record._frozen


def _nothing(*anything: Any) -> tuple[()]:
    return ()


AGAIN = tuple(
    (act, (*origins, ceremony.DRAWN) if act == "draw" else origins, target) for act, origins, target in TRANSITIONS
)
OPEN_TO_ALL = in_place(Ceremony, "_opens", lambda self, who, secret: True)


# -------------------------------------------------------------------------------------------------------------- the cases

CASES = [
    Case(
        "late commitments are refused",
        _punctual("commit", cases.COMMIT_BY),
        lambda: test_ceremony.test_commitments_are_taken_until_commit_by(JUST_AFTER, False),
    ),
    Case(
        "late reveals are refused",
        _punctual("reveal", cases.REVEAL_BY),
        lambda: test_ceremony.test_reveals_are_taken_until_reveal_by(JUST_AFTER, False),
    ),
    Case(
        "rosters are not frozen after commit_by",
        _punctual("freeze", cases.COMMIT_BY - cases.SECOND),
        lambda: test_ceremony.test_rosters_are_frozen_before_commit_by(JUST_AFTER, False),
    ),
    Case(
        "no abort once the number may be known",
        _punctual("abort", cases.NOT_BEFORE - cases.SECOND),
        lambda: test_ceremony.test_a_draw_is_aborted_only_while_nobody_can_know_the_number(
            "REVEALED", JUST_AFTER, False
        ),
    ),
    Case(
        "a number is not entered before it exists",
        in_place(ceremony, "not_before", lambda plan: cases.COMMIT_BY),
        lambda: test_ceremony.test_the_public_number_is_entered_from_the_moment_it_can_exist(-JUST_AFTER, False),
    ),
    Case(
        "a reveal opens its commitment",
        OPEN_TO_ALL,
        lambda: test_ceremony.test_a_secret_that_does_not_open_the_commitment_is_refused("2" * 64),
    ),
    Case(
        "a reveal of another roster's commitment fails",
        OPEN_TO_ALL,
        test_ceremony.test_a_commitment_to_one_roster_fails_on_another,
    ),
    Case(
        "a draw_id is drawn once",
        in_place(ceremony, "TRANSITIONS", AGAIN),
        test_ceremony.test_a_second_draw_of_one_draw_id_is_refused_with_its_way_out,
    ),
    Case(
        "the inspectors are inside the context",
        everywhere("context_of", ceremony.context_of, _context_of_subjects_only),
        lambda: test_freeze.test_any_late_edit_of_an_inspectors_row_changes_the_context({"cap": 2}),
    ),
    Case(
        "the plan is inside the context",
        everywhere("context_of", ceremony.context_of, _context_without_plan),
        test_ceremony.test_the_context_binds_draw_plan_and_both_rosters,
    ),
    Case(
        "the contributor is inside the commitment",
        everywhere("commit_of", ceremony.commit_of, _commit_without_person),
        test_ceremony.test_a_copied_commitment_cannot_be_opened,
    ),
    Case(
        "the context is inside the commitment",
        everywhere("commit_of", ceremony.commit_of, _commit_without_context),
        test_ceremony.test_a_commitment_to_one_roster_fails_on_another,
    ),
    Case(
        "a missing reveal keeps its place in the seed",
        everywhere("seed_of", ceremony.seed_of, _seed_without_the_silent),
        lambda: test_known_answers.test_seed_cases(0),
    ),
    Case(
        "the public number is inside the seed",
        everywhere("seed_of", ceremony.seed_of, _seed_without_number),
        test_properties.test_withholding_the_last_reveal_cuts_20_percent_to_4_without_a_public_number_and_changes_nothing_with_one,
    ),
    Case(
        "excluded rows count for the base",
        in_place(selection, "_stratum", _base_of_the_eligible),
        test_selection.test_the_base_counts_excluded_rows_and_they_are_never_drawn,
    ),
    Case(
        "excluded rows are never drawn",
        in_place(selection, "_stratum", _everybody_eligible),
        test_selection.test_the_base_counts_excluded_rows_and_they_are_never_drawn,
    ),
    Case(
        "a cut that leaves too few is run again uncut",
        everywhere("lowest", ticketing.lowest, _cut_without_another_run),
        test_properties.test_where_the_cut_leaves_too_few_everything_is_ranked,
    ),
    Case(
        "a conflict keeps a person out of a team",
        everywhere("eligible_persons", assignment.eligible_persons, _deaf_to_conflicts),
        test_outcome.test_a_recusal_is_kept_whatever_the_seed,
    ),
    Case(
        "a slot asks for its department",
        everywhere(
            "eligible_persons",
            assignment.eligible_persons,
            lambda slot, people, *rest: honest_eligible(slot, [row._replace(dept=slot[2]) for row in people], *rest),
        ),
        lambda: test_assignment.test_one_thing_missing_and_a_person_may_not_hold_the_slot({"dept": "scjgj"}),
    ),
    Case(
        "a firm is frozen once",
        in_place(freeze, "Counter", lambda ids: {}),
        test_freeze.test_a_firm_entered_twice_has_no_second_chance,
    ),
    Case(
        "an organisation has one code",
        in_place(roster, "organisation_code", lambda firm: None),
        lambda: test_freeze.test_one_wrong_row_is_refused_by_its_id(
            test_freeze.with_id(lambda text: test_freeze.other_code_of_the_same_organisation(cases.firm(1))),
            "roster.organisation",
            "第十条",
        ),
    ),
    Case(
        "ids are not repaired at the freeze",
        in_place(
            roster, "is_subject_id", lambda text: identifiers.is_subject_id(f"uscc:{identifiers.clean_code(text)[5:]}")
        ),
        lambda: test_freeze.test_one_wrong_row_is_refused_by_its_id(
            test_freeze.with_id(lambda text: text + "\n"), "roster.id", "第十条"
        ),
    ),
    Case(
        "the key is the one the plan committed to",
        in_place(freeze, "_key_refusals", _nothing),
        lambda: test_freeze.test_a_key_that_the_plan_did_not_commit_to_is_refused(
            {**cases.KEYS, "subject": bytes(32)}, ["subject"]
        ),
    ),
    Case(
        "what was received is what the plan fixed",
        in_place(freeze, "_received_refusals", _nothing),
        lambda: test_freeze.test_what_stands_behind_a_received_handle_is_what_the_plan_fixed(
            test_freeze.in_another_town
        ),
    ),
    Case(
        "handles are salted under the key",
        in_place(sealing.Sealer, "seal", _unsalted),
        test_sealing.test_without_the_key_the_ids_of_all_firms_match_no_handle,
    ),
    Case(
        "recusals have a salt of their own",
        everywhere("recusal_salt", sealing.recusal_salt, sealing.salt_of),
        test_sealing.test_the_salt_of_a_row_is_not_that_of_its_recusals,
    ),
    Case(
        "places are salted where the roster is sealed",
        everywhere("place_salt", teams.place_salt, lambda suite, salt: ""),
        test_teams.test_a_place_leaf_is_salted_where_the_roster_is_sealed,
    ),
    Case(
        "a public sealed record opens nothing",
        lambda patch: patch.setitem(record._PARTS, "FROZEN", _for_auditors),
        test_record.test_a_public_sealed_record_has_every_list_and_nothing_that_opens_a_handle,
    ),
    Case(
        "a ratio below the floor needs reason and approval",
        in_place(Ratio, "below", lambda self, other: False),
        lambda: test_plan.test_one_change_is_refused_with_its_article_and_its_way_out(
            cases.plan,
            {"strata": test_plan.strata(D={"ratio": "19%"})},
            "plan.floor",
            "第六条（三）",
            "比例 19% 低于 20%",
        ),
    ),
    Case(
        "the number comes after the reveals",
        in_place(plan, "beacon_refusals", _nothing),
        lambda: test_plan.test_one_change_is_refused_with_its_article_and_its_way_out(
            cases.plan,
            {"beacon": test_plan.beacon(not_before="2026-11-20T03:00:00Z")},
            "beacon.early",
            "第十四条",
            "reveal_by",
        ),
    ),
    Case(
        "the reds of a double colour ball rise",
        in_place(beacon, "_reds_rise", lambda value: True),
        lambda: test_beacon.test_a_number_written_in_any_other_way_is_refused_with_an_example(
            beacon.SSQ, "05-01-12-19-23-30+07"
        ),
    ),
    Case(
        "a leaf is hashed apart from a node",
        everywhere("leaf_hash", tree.leaf_hash, lambda suite, leaf: suite.hash(b"\x01" + leaf)),
        test_tree.test_roots_and_paths_can_start_from_leaf_hashes,
    ),
    Case(
        "a key given twice is refused",
        in_place(canonical, "_unique_keys", dict),
        lambda: test_canonical.test_json_that_could_be_read_in_two_ways_is_refused(
            b'{"a":1,"b":2,"a":1}', "键 'a' 重复出现"
        ),
    ),
    Case(
        "text is written in its one normal form",
        in_place(unicodedata, "is_normalized", lambda form, text: True),
        lambda: test_canonical.test_every_foreign_value_is_refused_however_deep_it_lies("e\u0301", "不是 NFC"),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.guard)
def test_with_its_guard_the_test_is_green_and_without_it_red(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    cases._frozen.cache_clear()
    case.claim()
    with monkeypatch.context() as patch:
        case.remove(patch)
        with pytest.raises((AssertionError, pytest.fail.Exception)):
            case.claim()
    cases._frozen.cache_clear()


def test_every_guard_is_named_once() -> None:
    names = [case.guard for case in CASES]
    assert len(set(names)) == len(names)
