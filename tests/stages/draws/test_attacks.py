"""Attacks of 40-draw §12 on the way through the database, and that this way gives the bytes of the core. 第十四条 (C14-2, C14-3, C14-4)."""

import json
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from shuangsuiji.core.canonical import suite_named
from shuangsuiji.core.draw.ceremony import commit_of, context_of, seed_of
from shuangsuiji.core.draw.freeze import freeze_rosters
from shuangsuiji.core.draw.outcome import draw as core_draw
from shuangsuiji.core.draw.refusal import DrawRefused
from shuangsuiji.foundation.evidence.receiving import shelf
from shuangsuiji.foundation.evidence.refusal import FileDamaged
from shuangsuiji.foundation.ledger.reconcile import differences
from shuangsuiji.stages.draws.actions.draw import draw
from shuangsuiji.stages.draws.actions.reveal import reveal
from shuangsuiji.stages.draws.keeping import rosters_of, sealing_keys
from shuangsuiji.stages.draws.models import Draw
from shuangsuiji.stages.draws.queries.intact import list_is_intact
from shuangsuiji.stages.draws.records import outcome_of
from shuangsuiji.stages.draws.rostering import inspector_entries, signed_scheme, subject_entries
from tests.cast import LI, ZHENG
from tests.stages.cast import County
from tests.stages.draws import drawing
from tests.stages.draws.refusing import nothing_written, refused

pytestmark = [pytest.mark.django_db, pytest.mark.article("第十四条")]


# ------------------------------------------------------------------------------------------------------- the bytes of the core


def by_the_core(made: Draw, shuffle: Callable[[list[Any]], list[Any]] = list) -> dict[str, Any]:
    """The same draw from registry rows by the pure functions alone: rosters, commitments, seed, lists."""
    suite, plan = suite_named("SHA256"), made.plan
    libraries = {name: shuffle(rows) for name, rows in subject_entries(made.task, signed_scheme(made.task)).items()}
    rosters = freeze_rosters(plan, libraries, shuffle(inspector_entries(made.task)), sealing_keys(made))
    context = context_of(suite, plan["draw_id"], made.plan_hash, rosters.subject_commit, rosters.inspector_commit)
    secrets = {each.code: drawing.SECRETS[each.label] for each in made.contributors.all()}
    commits = {code: commit_of(suite, plan["draw_id"], context, code, secret) for code, secret in secrets.items()}
    given = [[code, secrets[code]] for code in plan["contributors"]]
    beacon = [plan["beacon"]["source"], plan["beacon"]["round"], drawing.NUMBER]
    seed = seed_of(suite, plan["draw_id"], context, given, beacon)
    outcome = core_draw(
        plan, seed, {name: part.rows for name, part in rosters.subjects.items()}, rosters.inspectors.rows,
        towns=rosters.towns, salts=rosters.salts, recusals=rosters.recusals,
    )  # fmt: skip
    return {"rosters": rosters, "context": context, "commits": commits, "outcome": outcome}


def test_c14_2_the_database_gives_what_the_core_gives_byte_for_byte(ready: County) -> None:
    made = drawing.standing(ready, "DRAWN")
    pure = by_the_core(made)
    assert rosters_of(made) == pure["rosters"]
    assert made.freeze.context == pure["context"]
    assert {each.code: each.commitment.value for each in made.contributors.all()} == pure["commits"]
    assert outcome_of(made) == pure["outcome"]
    told = {
        name: getattr(made.result, name)
        for name in ("selection_hash", "batches_root", "assignment_hash", "result_hash")
    }
    assert told == {name: getattr(pure["outcome"], name) for name in told}
    listed = {(each.stratum, each.rank, each.ticket, each.handle) for each in made.subjects.all()}
    assert listed == {
        (stratum, each["rank"], each["ticket"], each["handle"])
        for stratum, part in pure["outcome"].selection.items()
        for each in part["selected"]
    }
    assert [(each.team, each.role, each.handle) for each in made.places.order_by("slot")] == [
        (each["team"], each["role"], each["handle"]) for each in pure["outcome"].assignment
    ]
    teams = {handle: team for team, handles in pure["outcome"].batches.items() for handle in handles}
    assert {each.handle: each.team for each in made.subjects.all()} == teams


@pytest.mark.parametrize("seed", range(3))
def test_c14_3_rows_of_the_registry_in_any_order_give_the_same_lists(ready: County, seed: int) -> None:
    made = drawing.standing(ready, "DRAWN")
    chance = random.Random(seed)

    def shuffled(rows: list[Any]) -> list[Any]:
        return chance.sample(rows, len(rows))

    assert by_the_core(made, shuffled)["outcome"] == outcome_of(made)


def test_c14_3_rows_of_the_tables_in_reverse_order_give_the_same_frozen_rosters(ready: County) -> None:
    """The registry's rows are put into its tables in another order before the freeze; keys and plan are the same."""
    made = drawing.standing(ready, "PLANNED")
    expected = by_the_core_before(made)
    turn_round("subject")
    turn_round("inspector")
    frozen = drawing.frozen(ready, made)
    assert rosters_of(frozen) == expected


def by_the_core_before(made: Draw) -> Any:
    """The rosters as they would be frozen now."""
    libraries = subject_entries(made.task, signed_scheme(made.task))
    return freeze_rosters(made.plan, libraries, inspector_entries(made.task), sealing_keys(made))


def turn_round(table: str) -> None:
    """The same rows, written in reverse."""
    if connection.vendor == "sqlite":
        drawing.overwrite(f"UPDATE {table} SET rowid = -rowid")
    else:
        drawing.overwrite(f"UPDATE {table} SET id = id WHERE ctid IN (SELECT ctid FROM {table} ORDER BY id DESC)")


# --------------------------------------------------------------------------------------------------------------- two rosters


def test_a_commitment_to_one_roster_does_not_open_under_another(ready: County) -> None:
    """Frozen, committed; then another context is put there, as of a second roster: nobody's number opens its commitment."""
    made = drawing.standing(ready, "COMMITTED")
    drawing.seal_log()
    drawing.overwrite("UPDATE draw_freeze SET context = %s", "f" * 64)
    for who, secret in ((LI, "11" * 32), (ZHENG, "22" * 32)):
        with refused("ceremony.reveal"):
            reveal(draw_id=made.pk, secret=secret, actor=ready.actor(who), at=ready.at + timedelta(minutes=40))


def test_a_commitment_of_a_former_attempt_does_not_open_in_the_next(ready: County) -> None:
    made = drawing.standing(ready, "FROZEN")
    contributor = made.contributors.get(label="承办股室")
    former = commit_of(suite_named("SHA256"), f"{made.series}/9", made.freeze.context, contributor.code, "11" * 32)
    copied = commit_of(suite_named("SHA256"), made.number, made.freeze.context, "another", "11" * 32)
    assert len({former, copied, drawing.commitment(made, "承办股室")}) == 3


SPOILT: list[tuple[Path, bytes]] = []


def damage(made: Draw, kind: str) -> None:
    """One letter of a file on the shelf."""
    digest = made.freeze.opened.digest if kind == "opened" else made.rosters.get(kind=kind).file.digest
    path: Path = shelf().path_of(digest)
    SPOILT.append((path, path.read_bytes()))
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.chmod(0o640)
    path.write_bytes(raw)


@pytest.fixture
def healed() -> Any:
    """What this test spoils is put back afterwards: other tests read the same files."""
    yield
    while SPOILT:
        path, raw = SPOILT.pop()
        path.write_bytes(raw)


@pytest.mark.parametrize("kind", ["subject", "inspector", "opened"])
def test_an_edited_file_of_a_roster_is_noticed_before_anything_is_drawn(ready: County, healed: None, kind: str) -> None:
    made = drawing.standing(ready, "SEEDED")
    damage(made, kind)
    with nothing_written(FileDamaged):
        draw(draw_id=made.pk, actor=ready.actor(LI), at=ready.at + drawing.DRAWN)


@pytest.mark.parametrize("kind", ["subject", "inspector", "opened"])
def test_c14_4_an_edited_file_of_a_roster_is_told_of_a_finished_draw(ready: County, healed: None, kind: str) -> None:
    made = drawing.standing(ready, "DRAWN")
    damage(made, kind)
    finding = list_is_intact(made)
    assert (finding.satisfied, finding.code, finding.actual) == (False, "E14-2", "冻结的名录")


def test_a_roster_whose_commitment_is_another_is_not_drawn(ready: County) -> None:
    """Row and file exchanged together: the verifier recomputes roots from the file and refuses the result."""
    made = drawing.standing(ready, "SEEDED")
    drawing.overwrite("UPDATE frozen_roster SET root = %s WHERE kind = 'subject'", "f" * 64)
    with refused("E14-8"):
        draw(draw_id=made.pk, actor=ready.actor(LI), at=ready.at + drawing.DRAWN)


PLAN_EDITS = {
    "ratio": lambda plan: plan["strata"]["D"].update(ratio="90%"),
    "minimum": lambda plan: plan["strata"]["A"].update(min=5),
    "alternates": lambda plan: plan.update(alternates=9),
    "contributors": lambda plan: plan["contributors"].reverse(),
    "round": lambda plan: plan["beacon"].update(round="2"),
    "teams": lambda plan: plan["teams"].update(count=3),
    "cap ladder": lambda plan: plan.update(cap_ladder=[0, 5]),
}


@pytest.mark.parametrize("field", PLAN_EDITS)
def test_a_plan_edited_after_the_announcement_is_not_drawn(ready: County, field: str) -> None:
    made = drawing.standing(ready, "SEEDED")
    plan = json.loads(json.dumps(made.plan))
    PLAN_EDITS[field](plan)
    assert plan != made.plan
    drawing.overwrite("UPDATE draw SET plan = %s", json.dumps(plan))
    with refused("E14-8"):
        draw(draw_id=made.pk, actor=ready.actor(LI), at=ready.at + drawing.DRAWN)


def test_another_reveal_than_the_committed_one_is_not_drawn(ready: County) -> None:
    made = drawing.standing(ready, "SEEDED")
    drawing.overwrite("UPDATE draw_reveal SET secret = %s", "33" * 32)
    with refused("E14-8"):
        draw(draw_id=made.pk, actor=ready.actor(LI), at=ready.at + drawing.DRAWN)


# ------------------------------------------------------------------------------------------------------------- the drawn list


def test_a_drawn_list_that_nobody_touched_is_intact(ready: County) -> None:
    assert list_is_intact(drawing.standing(ready, "DRAWN")).satisfied


@pytest.mark.parametrize("state", ["PLANNED", "FROZEN", "SEEDED"])
def test_where_nothing_is_drawn_yet_nothing_is_wrong(ready: County, state: str) -> None:
    assert list_is_intact(drawing.standing(ready, state)).satisfied


LIST, FIRM, TEAM, PLACE, PERSON, DIGEST = (
    "检查对象名单", "对象与编码的对应", "对象的小组", "小组人员名单", "人员与编码的对应", "登记的摘要",
)  # fmt: skip
FIRST = "stratum = 'C' AND rank = 1"
OTHER_FIRM = (
    "SELECT id FROM subject WHERE department_id = drawn_subject.department_id AND id NOT IN "
    "(SELECT subject_id FROM drawn_subject) ORDER BY identity LIMIT 1"
)
OTHER_PERSON = "SELECT id FROM inspector WHERE id NOT IN (SELECT inspector_id FROM team_place) ORDER BY id LIMIT 1"
EDITS = {
    "a firm is exchanged": (f"UPDATE drawn_subject SET subject_id = ({OTHER_FIRM}) WHERE {FIRST}", FIRM),
    "a firm is taken off": (f"DELETE FROM drawn_subject WHERE {FIRST}", LIST),
    "a rank is changed": (f"UPDATE drawn_subject SET rank = 9 WHERE {FIRST}", LIST),
    "a ticket is changed": (f"UPDATE drawn_subject SET ticket = '{'0' * 64}' WHERE {FIRST}", LIST),
    "a firm moves to another class": (f"UPDATE drawn_subject SET stratum = 'D', rank = 2 WHERE {FIRST}", LIST),
    "a firm moves to a class that is none": (f"UPDATE drawn_subject SET stratum = 'E' WHERE {FIRST}", LIST),
    "a firm moves to a library that is none": (f"UPDATE drawn_subject SET library = 'x' WHERE {FIRST}", LIST),
    "a firm moves to the other team": (
        f"UPDATE drawn_subject SET team = CASE team WHEN 't1' THEN 't2' ELSE 't1' END WHERE {FIRST}", TEAM,
    ),
    "a person is exchanged": (f"UPDATE team_place SET inspector_id = ({OTHER_PERSON}) WHERE slot = 0", PERSON),
    "a place is taken away": ("DELETE FROM team_place WHERE slot = 3", PLACE),
    "a leader is made of a member": ("UPDATE team_place SET role = 'member' WHERE slot = 0", PLACE),
    "a person's ticket is changed": (f"UPDATE team_place SET ticket = '{'0' * 64}' WHERE slot = 0", PLACE),
    "the digest of the whole is changed": (f"UPDATE draw_result SET result_hash = '{'0' * 64}'", DIGEST),
    "the digest of the batches is changed": (f"UPDATE draw_result SET batches_root = '{'0' * 64}'", DIGEST),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_c14_4_a_drawn_list_edited_with_sql_is_detected(ready: County, edit: str) -> None:
    made = drawing.standing(ready, "DRAWN")
    sql, part = EDITS[edit]
    drawing.overwrite(sql)
    finding = list_is_intact(Draw.objects.get(pk=made.pk))
    assert (finding.satisfied, finding.code) == (False, "E14-2")
    assert part in f"{finding.actual}".split("、")
    assert finding.message.startswith("校验不一致：")
    assert "对象名单产生后不得更改" in finding.message
    assert [*differences()], "the log's own comparison of rows names it too"


def test_c14_4_list_and_digests_edited_together_are_detected(ready: County) -> None:
    """Whoever edits the list and writes the fitting digest beside it: the recomputation has another."""
    made = drawing.standing(ready, "DRAWN")
    drawing.overwrite(EDITS["a rank is changed"][0])
    for column in ("selection_hash", "result_hash"):
        drawing.overwrite(f"UPDATE draw_result SET {column} = '{'1' * 64}'")
    assert {LIST, DIGEST} <= {*f"{list_is_intact(Draw.objects.get(pk=made.pk)).actual}".split("、")}


def test_a_number_exchanged_afterwards_is_detected(ready: County) -> None:
    made = drawing.standing(ready, "DRAWN")
    drawing.overwrite("UPDATE public_number SET value = %s", drawing.NUMBER[::-1])
    assert DIGEST in f"{list_is_intact(Draw.objects.get(pk=made.pk)).actual}"
    drawing.overwrite("DELETE FROM public_number")
    assert f"{list_is_intact(Draw.objects.get(pk=made.pk)).actual}" == DIGEST


def test_there_is_no_preview_with_a_live_seed(ready: County) -> None:
    """Whatever asks for the lists before the number exists gets nothing; after the draw the same question has one answer."""
    made = drawing.standing(ready, "REVEALED")
    with pytest.raises(DrawRefused):
        draw(draw_id=made.pk, actor=ready.actor(LI), at=ready.at + drawing.DRAWN)
    assert outcome_of(made) is None
