"""What the database itself refuses, whoever asks: nothing drawn is edited or removed, no step is taken twice, one draw stands.

Source: 第十四条 (E14-2); 40-draw §5; 80-reliability §1. Every statement goes past the acts, as raw SQL.
"""

from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from shuangsuiji.core.draw.ceremony import STATE_LABELS
from shuangsuiji.core.rules.lifecycle import BORN
from shuangsuiji.stages.draws.models import Draw
from shuangsuiji.stages.draws.models.draw import MOVES
from tests.harness.examining import state
from tests.stages.cast import County
from tests.stages.draws import drawing

pytestmark = [pytest.mark.django_db, pytest.mark.article("第十四条")]

FIXED = {
    "draw_contributor": ("ordinal", "code", "label", "person_id"),
    "draw_commitment": ("value", "at", "contributor_id"),
    "draw_reveal": ("secret", "at"),
    "frozen_roster": ("root", "commit", "count", "by_elig", "kind"),
    "draw_freeze": ("context", "subject_commit", "inspector_commit"),
    "public_number": ("value", "seed", "evidence", "first", "second"),
    "draw_result": ("selection_hash", "result_hash", "subjects", "blocking"),
    "drawn_subject": ("subject_id", "rank", "ticket", "handle", "team", "stratum", "library"),
    "team_place": ("inspector_id", "role", "team", "handle"),
    "draw_step": ("act", "at", "to_state"),
    "draw": ("plan", "plan_hash", "number", "ordinal", "series", "keys_sealed", "planned_at", "mode"),
}
# A draw moves on, so only these of its columns are fixed, and only against another value; rows of the others never change at all.
OTHER = {
    "plan": "'{}'", "plan_hash": "'x'", "number": "'x'", "ordinal": "7", "series": "'x'",
    "planned_at": "'2020-01-01 00:00:00+00:00'", "mode": "'subjects'",
}  # fmt: skip


def run(sql: str, *values: Any) -> None:
    """One statement of somebody who has the database."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def forbidden(sql: str, *values: Any) -> str:
    """The database refuses it, and every table is as it was; what it said."""
    before = state()
    with pytest.raises(DatabaseError) as caught:
        run(sql, *values)
    assert state() == before
    return f"{caught.value}"


def rows(table: str) -> int:
    """How many there are."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def copied(table: str, **changed: str) -> str:
    """A statement that puts one row there again under a new key, with these columns as SQL."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} LIMIT 0")
        columns = [column[0] for column in cursor.description]
    key = f"'{uuid4().hex}'" if connection.vendor == "sqlite" else f"'{uuid4()}'"
    values = ", ".join({"id": key, **changed}.get(column, f'"{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM {table}"


@pytest.mark.parametrize("table", FIXED)
def test_e14_2_no_column_of_what_was_drawn_is_rewritten(ready: County, table: str) -> None:
    drawing.standing(ready, "DRAWN")
    assert rows(table) > 0
    for column in FIXED[table]:
        other = OTHER.get(column, f'"{column}"') if table == "draw" else f'"{column}"'
        if column == "keys_sealed":
            other = "X'00'" if connection.vendor == "sqlite" else r"'\x00'"
        forbidden(f'UPDATE {table} SET "{column}" = {other}')


@pytest.mark.parametrize("table", FIXED)
def test_e14_2_no_row_of_what_was_drawn_is_removed(ready: County, table: str) -> None:
    drawing.standing(ready, "DRAWN")
    assert rows(table) > 0
    forbidden(f"DELETE FROM {table}")


def test_one_draw_of_a_task_stands(ready: County) -> None:
    made = drawing.standing(ready, "PLANNED")
    changed = {"ordinal": "2", "number": f"'{made.series}/2'"}
    forbidden(copied("draw", **changed))
    run(copied("draw", **changed, state="'ABORTED'"))  # that alone kept it out
    assert Draw.objects.count() == 2


def test_ordinals_are_not_given_twice_and_begin_with_one(ready: County) -> None:
    drawing.standing(ready, "PLANNED")
    ended = {"state": "'VOID'"}
    forbidden(copied("draw", **ended, number="'other/1'"))
    forbidden(copied("draw", **ended, ordinal="0", number="'other/0'"))
    forbidden(copied("draw", **ended, ordinal="2"))  # the same number
    forbidden(copied("draw", ordinal="2", number="'other/2'", state="'ELSE'"))
    forbidden(copied("draw", **ended, ordinal="2", number="'other/2'", mode="'none'"))
    run(copied("draw", **ended, ordinal="2", number="'other/2'"))


STEPS = [
    (act, origin, to)
    for act in sorted({act for act, _, _ in MOVES})
    for origin in (BORN, *STATE_LABELS)
    for to in STATE_LABELS
    if (act, origin, to) not in MOVES
]


def test_only_steps_of_the_protocol_are_steps(ready: County) -> None:
    """Every act from every state to every other: the database takes those of the table and no other."""
    drawing.standing(ready, "PLANNED")
    assert len(STEPS) > 500
    for act, origin, to in STEPS[::7]:
        forbidden_step(act, origin, to)
    for act, origin, to in (("freeze", "PLANNED", "DRAWN"), ("draw", "DRAWN", "SEEDED"), ("void", "FROZEN", "VOID")):
        forbidden_step(act, origin, to)
    run(copied("draw_step", act="'freeze'", from_state="'PLANNED'", to_state="'FROZEN'"))


def forbidden_step(act: str, origin: str, to: str) -> None:
    """It is not taken."""
    with pytest.raises(DatabaseError):
        run(copied("draw_step", act=f"'{act}'", from_state=f"'{origin}'", to_state=f"'{to}'"))


def test_each_state_is_reached_once(ready: County) -> None:
    drawing.standing(ready, "DRAWN")
    for to in ("PLANNED", "FROZEN", "DRAWN"):
        forbidden(f"{copied('draw_step')} WHERE to_state = '{to}'")


ONCE = {
    "draw_contributor": ("ordinal = 1", {"code": "'else'", "person_id": "person_id"}),
    "draw_commitment": ("1 = 1", {}),
    "draw_reveal": ("1 = 1", {}),
    "frozen_roster": ("kind = 'subject'", {}),
    "draw_freeze": ("1 = 1", {}),
    "public_number": ("1 = 1", {}),
    "draw_result": ("1 = 1", {}),
    "drawn_subject": ("rank = 1", {"handle": "'h:else'"}),
    "team_place": ("slot = 0", {}),
}


@pytest.mark.parametrize("table", ONCE)
def test_nothing_is_said_or_drawn_twice(ready: County, table: str) -> None:
    drawing.standing(ready, "DRAWN")
    where, changed = ONCE[table]
    forbidden(f"{copied(table, **changed)} WHERE {where}")


def test_a_firm_stands_once_on_the_list_and_a_person_once_in_a_team(ready: County) -> None:
    drawing.standing(ready, "DRAWN")
    forbidden(f"{copied('drawn_subject', rank='99')} WHERE rank = 1")  # the same handle again
    forbidden(f"{copied('drawn_subject', rank='0', handle=chr(39) + 'h:x' + chr(39))} WHERE rank = 1")
    forbidden(f"{copied('team_place', slot='99')} WHERE slot = 0")


def test_one_person_speaks_for_one_contributor(ready: County) -> None:
    drawing.standing(ready, "PLANNED")
    forbidden(f"{copied('draw_contributor', ordinal='3', code=chr(39) + 'third' + chr(39))} WHERE ordinal = 1")


@pytest.mark.parametrize(
    ("state_", "table", "column", "value"),
    [
        ("FROZEN", "draw_commitment", "value", "ab"), ("FROZEN", "draw_commitment", "value", ""),
        ("COMMITTED", "draw_reveal", "secret", "ab"),
    ],
)  # fmt: skip
def test_half_of_a_digest_is_none(ready: County, state_: str, table: str, column: str, value: str) -> None:
    made = drawing.standing(ready, state_)
    columns = f'id, event_id, contributor_id, "{column}", at'
    contributor = "(SELECT id FROM draw_contributor WHERE ordinal = 1)"
    statement = "INSERT INTO {} ({}) SELECT id, event_id, {}, %s, planned_at FROM draw"
    sql = statement.format(table, columns, contributor)
    forbidden(sql, value)
    run(sql, "a" * 64)
    assert made.contributors.count() == 2


def test_a_number_has_two_persons_or_a_signature(ready: County) -> None:
    drawing.standing(ready, "REVEALED")
    columns = "id, event_id, draw_id, value, seed, evidence, at, signature, first, second"
    person = "(SELECT person_id FROM draw_contributor WHERE ordinal = {})"
    head = f"INSERT INTO public_number ({columns}) SELECT id, event_id, id, '1', '', '{{}}', planned_at, "
    first, second = person.format(1), person.format(2)
    forbidden(f"{head} '', {first}, NULL FROM draw")
    forbidden(f"{head} '', {first}, {first} FROM draw")
    with transaction.atomic():
        run(f"{head} '', {first}, {second} FROM draw")
        transaction.set_rollback(True)
    run(f"{head} 'ab', {first}, NULL FROM draw")


@pytest.mark.parametrize(
    ("code", "text", "office"),
    [("weather", "说明", "principal_head"), ("plan", "", "principal_head"), ("plan", "说明", "deputy_head")],
)
def test_a_draw_ends_on_a_ground_in_words_by_the_principal_head(
    ready: County, code: str, text: str, office: str
) -> None:
    drawing.standing(ready, "PLANNED")
    sql = (
        "INSERT INTO draw_ending (id, event_id, draw_id, code, text, office, at) "
        "SELECT id, event_id, id, %s, %s, %s, planned_at FROM draw"
    )
    forbidden(sql, code, text, office)
    run(sql, "plan", "说明", "principal_head")
    forbidden("UPDATE draw_ending SET text = 'x'")
    forbidden("DELETE FROM draw_ending")
