"""The triggers in SQLite's language.

Source: 50-ledger §3.1. Every INSERT is looked at first: `OR REPLACE` removes the old row without any delete trigger.
"""

from collections.abc import Iterable
from typing import Any

from shuangsuiji.foundation.ledger.guarded import Guarded

_PREFIX = "ssj_"
_NEXT = "(SELECT COALESCE(MAX(seq) + 1, 0) FROM log_event)"


def create_all(guarded: Iterable[Guarded], tables: Iterable[str]) -> list[str]:
    """One statement per trigger."""
    made = _log_event() + _log_head() if "log_head" in tables else []
    made += _log_opening() + _subject_key() if "subject_key" in tables else []
    for each in guarded:
        made += _ordinary(each)
    return made


def drop_all(cursor: Any) -> list[str]:
    """Statements that take ours away, whatever version wrote them."""
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ssj\\_%' ESCAPE '\\'")
    return [f'DROP TRIGGER "{name}"' for (name,) in cursor.fetchall()]


def faults(cursor: Any, guarded: Iterable[Guarded], tables: Iterable[str]) -> list[str]:
    """Triggers whose text is not exactly ours, and triggers nobody declared."""
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    found = set(cursor.fetchall())
    expected = {(sql.partition('"')[2].partition('"')[0], sql) for sql in create_all(guarded, tables)}
    return sorted({name for name, _ in expected ^ found})


def _trigger(table: str, event: str, refusals: Iterable[tuple[str, str]]) -> str:
    """`refusals` pair a condition with the sentence that refuses when it holds."""
    body = " ".join(f"SELECT RAISE(ABORT, '{sentence}') WHERE {condition};" for condition, sentence in refusals)
    name = f"{_PREFIX}{table}_{event.split(maxsplit=1)[0].lower()}"
    return f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" BEGIN {body} END'


def _denied(table: str, event: str, sentence: str) -> str:
    return _trigger(table, event, [("1", sentence)])


def _no_replacing(table: str, columns: Iterable[str]) -> tuple[str, str]:
    same = " AND ".join(f'"{column}" = NEW."{column}"' for column in columns)
    return f'EXISTS (SELECT 1 FROM "{table}" WHERE {same})', f"{table}: 已有这一行，不能覆盖"


def _log_event() -> list[str]:
    return [
        _trigger(
            "log_event",
            "INSERT",
            [
                (f"NEW.seq IS NULL OR NEW.seq <> {_NEXT}", "log_event: 序号必须紧接最后一条"),
                ("NEW.event_id IS NULL", "log_event: 缺事件编号"),
                _no_replacing("log_event", ["event_id"]),
            ],
        ),
        _denied("log_event", "UPDATE", "log_event: 日志不能改写"),
        _denied("log_event", "DELETE", "log_event: 日志不能删除"),
    ]


def _log_head() -> list[str]:
    return [
        _trigger(
            "log_head",
            "INSERT",
            [
                ("EXISTS (SELECT 1 FROM log_head)", "log_head: 只有一行"),
                (f"NEW.size <> {_NEXT}", "log_head: 条目数与日志不符"),
            ],
        ),
        _trigger(
            "log_head",
            "UPDATE",
            [
                (
                    f"NEW.id IS NOT 1 OR OLD.id IS NOT 1 OR NEW.size IS NULL OR NEW.size <= OLD.size OR NEW.size <> {_NEXT}",
                    "log_head: 只能随新条目增长",
                )
            ],
        ),
        _denied("log_head", "DELETE", "log_head: 不能删除"),
    ]


def _log_opening() -> list[str]:
    erased = "EXISTS (SELECT 1 FROM subject_key WHERE id = OLD.subject_key_id AND erased_at IS NOT NULL)"
    return [
        _trigger("log_opening", "INSERT", [_no_replacing("log_opening", ["seq", "name"])]),
        _denied("log_opening", "UPDATE", "log_opening: 私密值不能改写"),
        _trigger("log_opening", "DELETE", [(f"NOT {erased}", "log_opening: 密钥销毁之后才能删除")]),
    ]


def _subject_key() -> list[str]:
    once = (
        "OLD.dek_wrapped IS NULL OR NEW.dek_wrapped IS NOT NULL OR NEW.erased_at IS NULL"
        " OR NEW.id IS NOT OLD.id OR NEW.kind IS NOT OLD.kind"
    )
    return [
        _trigger("subject_key", "INSERT", [_no_replacing("subject_key", ["id"])]),
        _trigger("subject_key", "UPDATE", [(once, "subject_key: 只能销毁一次，不能改写")]),
        _denied("subject_key", "DELETE", "subject_key: 不能删除"),
    ]


def _ordinary(guarded: Guarded) -> list[str]:
    table = guarded.table
    if guarded.fixed:
        changed = " OR ".join(f'NEW."{column}" IS NOT OLD."{column}"' for column in guarded.fixed)
        update = _trigger(table, "UPDATE", [(changed, f"{table}: 此列不能改写")])
    else:
        update = _denied(table, "UPDATE", f"{table}: 不能改写")
    closed = [(guarded.closed, f"{table}: 已办结，不能增加")] if guarded.closed else []
    return [
        _trigger(table, "INSERT", [_no_replacing(table, [guarded.key]), *closed]),
        update,
        _denied(table, "DELETE", f"{table}: 不能删除"),
    ]
