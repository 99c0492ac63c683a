"""The triggers in PostgreSQL's language: one function each, ENABLE ALWAYS, so that a replica role does not pass them by.

Source: 50-ledger §3.1. The deferred one holds the head to the events at COMMIT.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from shuangsuiji.foundation.ledger.guarded import Guarded

_NEXT = "(SELECT COALESCE(MAX(seq) + 1, 0) FROM log_event)"


class _Trigger(NamedTuple):
    table: str
    event: str
    condition: str
    sentence: str
    deferred: bool = False
    answer: str = "NEW"

    @property
    def name(self) -> str:
        return f"ssj_{self.table}_{self.event.split()[0].lower()}{'_commit' if self.deferred else ''}"

    @property
    def source(self) -> str:
        """The body of the function, exactly as it must be found again."""
        return f" BEGIN IF {self.condition} THEN RAISE EXCEPTION '{self.sentence}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {self.answer}; END "

    def statements(self) -> list[str]:
        each = "STATEMENT" if self.event == "TRUNCATE" else "ROW"
        when = (
            f'CREATE CONSTRAINT TRIGGER "{self.name}" AFTER {self.event} ON "{self.table}" DEFERRABLE INITIALLY DEFERRED'
            if self.deferred
            else f'CREATE TRIGGER "{self.name}" BEFORE {self.event} ON "{self.table}"'
        )
        return [
            f'CREATE OR REPLACE FUNCTION "{self.name}"() RETURNS trigger LANGUAGE plpgsql AS $ssj${self.source}$ssj$',
            f'{when} FOR EACH {each} EXECUTE FUNCTION "{self.name}"()',
            f'ALTER TABLE "{self.table}" ENABLE ALWAYS TRIGGER "{self.name}"',
        ]


def create_all(guarded: Iterable[Guarded], tables: Iterable[str]) -> list[str]:
    """Three statements per trigger: its function, itself, ALWAYS."""
    return [statement for trigger in _triggers(guarded, tables) for statement in trigger.statements()]


def drop_all(cursor: Any) -> list[str]:
    """Statements that take ours away, whatever version wrote them."""
    cursor.execute(
        "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE NOT t.tgisinternal AND starts_with(t.tgname, 'ssj_') AND c.relnamespace = current_schema()::regnamespace"
    )
    return [f'DROP TRIGGER "{name}" ON "{table}"' for name, table in cursor.fetchall()]


def faults(cursor: Any, guarded: Iterable[Guarded], tables: Iterable[str]) -> list[str]:
    """Triggers that are missing, disabled, on other events, or whose function says something else; strangers among ours."""
    cursor.execute(
        "SELECT t.tgname, c.relname, t.tgenabled, p.prosrc, t.tgtype, t.tgdeferrable AND t.tginitdeferred"
        " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
    )
    found = {(name, table, on, source, kind, deferred) for name, table, on, source, kind, deferred in cursor.fetchall()}
    expected = {
        (each.name, each.table, "A", each.source, _kind(each), each.deferred) for each in _triggers(guarded, tables)
    }
    return sorted({name for name, *_ in expected ^ found})


def _kind(trigger: _Trigger) -> int:
    """`pg_trigger.tgtype`: bit 0 row, 1 before, 2 insert, 3 delete, 4 update, 5 truncate."""
    event = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}[trigger.event]
    return event + (0 if trigger.deferred else 2) + (0 if trigger.event == "TRUNCATE" else 1)


def _triggers(guarded: Iterable[Guarded], tables: Iterable[str]) -> list[_Trigger]:
    made = _log_event() + _log_head() if "log_head" in tables else []
    made += _log_opening() + _subject_key() if "subject_key" in tables else []
    for each in guarded:
        made += _ordinary(each)
    return made


def _denied(table: str, event: str, sentence: str) -> _Trigger:
    return _Trigger(table, event, "true", f"{table}: {sentence}", answer="NULL")


def _log_event() -> list[_Trigger]:
    return [
        _Trigger("log_event", "INSERT", f"NEW.seq IS DISTINCT FROM {_NEXT}", "log_event: 序号必须紧接最后一条"),
        _Trigger(
            "log_event",
            "INSERT",
            f"(SELECT size FROM log_head WHERE id = 1) IS DISTINCT FROM {_NEXT}",
            "log_event: 日志头没有随条目增长",
            deferred=True,
            answer="NULL",
        ),
        _denied("log_event", "UPDATE", "日志不能改写"),
        _denied("log_event", "DELETE", "日志不能删除"),
        _denied("log_event", "TRUNCATE", "日志不能清空"),
    ]


def _log_head() -> list[_Trigger]:
    return [
        _Trigger(
            "log_head",
            "INSERT",
            f"EXISTS (SELECT 1 FROM log_head) OR NEW.size <> {_NEXT}",
            "log_head: 只有一行",
        ),
        _Trigger(
            "log_head",
            "UPDATE",
            f"NEW.id <> 1 OR OLD.id <> 1 OR NEW.size <= OLD.size OR NEW.size <> {_NEXT}",
            "log_head: 只能随新条目增长",
        ),
        _denied("log_head", "DELETE", "不能删除"),
        _denied("log_head", "TRUNCATE", "不能清空"),
    ]


def _log_opening() -> list[_Trigger]:
    erased = "EXISTS (SELECT 1 FROM subject_key WHERE id = OLD.subject_key_id AND erased_at IS NOT NULL)"
    return [
        _denied("log_opening", "UPDATE", "私密值不能改写"),
        _Trigger("log_opening", "DELETE", f"NOT {erased}", "log_opening: 密钥销毁之后才能删除", answer="OLD"),
        _denied("log_opening", "TRUNCATE", "不能清空"),
    ]


def _subject_key() -> list[_Trigger]:
    once = (
        "OLD.dek_wrapped IS NULL OR NEW.dek_wrapped IS NOT NULL OR NEW.erased_at IS NULL"
        " OR NEW.id <> OLD.id OR NEW.kind <> OLD.kind"
    )
    return [
        _Trigger("subject_key", "UPDATE", once, "subject_key: 只能销毁一次，不能改写"),
        _denied("subject_key", "DELETE", "不能删除"),
        _denied("subject_key", "TRUNCATE", "不能清空"),
    ]


def _ordinary(guarded: Guarded) -> list[_Trigger]:
    table = guarded.table
    changed = " OR ".join(f'NEW."{column}" IS DISTINCT FROM OLD."{column}"' for column in guarded.fixed)
    closed = [_Trigger(table, "INSERT", guarded.closed, f"{table}: 已办结，不能增加")] if guarded.closed else []
    return [
        *closed,
        _Trigger(table, "UPDATE", changed, f"{table}: 此列不能改写")
        if guarded.fixed
        else _denied(table, "UPDATE", "不能改写"),
        _denied(table, "DELETE", "不能删除"),
        _denied(table, "TRUNCATE", "不能清空"),
    ]
