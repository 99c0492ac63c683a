"""Every column of every consequential row and of the log itself, changed behind the application in every way; is it named?

Source: 80-reliability F1; 50-ledger §9 L12, §13.10. In a test: `tampered = tamper(database)`.
The hand that tampers has all rights: no triggers, no constraints, NULL everywhere. Ways: UPDATE, NULL, swap between two rows,
shift in time, another key, DELETE, forged INSERT. Each case is undone before the next.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from tests.harness.stage import EMPTY, Stage, answer, play

TAMPER = "tamper"
_OTHER = 77


@dataclass(slots=True)
class Tampered:
    """Cases by way; `missed`: those that nobody named, with what was said instead; `false_alarms` before and after."""

    database: str
    models: int = 0
    columns: int = 0
    cases: dict[str, int] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)
    without_factory: list[str] = field(default_factory=list)
    uncovered: dict[str, list[str]] = field(default_factory=dict)
    false_alarms: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many cases were tried."""
        return sum(self.cases.values())


class _Case(NamedTuple):
    """One change. `named`: pairs of table and key that must all be named; `tables`: instead, one of these must be."""

    way: str
    what: str
    do: Callable[[], object]
    named: frozenset[tuple[str, str]] = frozenset()
    tables: frozenset[str] = frozenset()


def tamper(database: str, *, only: str = "", hide: str = "", most: int = 0, first: int = 0) -> Tampered:
    """Try everything, or about `most` cases spread over all, from the `first` on.

    `only`: labels of models that begin so. `hide`: "label.column" that the model declares no evidence.
    """
    wanted: dict[str, Any] = {"only": only, "hide": hide, "most": most, "first": first}
    return Tampered(**play("tamper", database=database, sabotage="unconstrained", **wanted))


def _play(stage: Stage, *, only: str, hide: str, sabotage: str, most: int, first: int) -> dict[str, Any]:
    """Inside the fresh interpreter; the tables were made without constraints (`sabotage`)."""
    from django.apps import apps
    from django.db import connection, transaction

    from shuangsuiji.foundation.ledger import triggers
    from shuangsuiji.foundation.ledger.evidential import evidential_models
    from shuangsuiji.foundation.ledger.reconcile import differences, uncovered
    from tests.harness.factories import evidence_columns, without_factory

    told = Tampered(stage.database, without_factory=without_factory(evidential_models()))
    if hide:
        label, column = hide.rsplit(".", 1)
        apps.get_model(label).not_evidence = (column,)
    chosen = [
        model
        for model in evidential_models()
        if model._meta.label.startswith(only) and model._meta.label not in told.without_factory
    ]
    told.models, told.columns = len(chosen), sum(len(evidence_columns(model)) for model in chosen)
    told.uncovered = uncovered()
    stage.store.copy(EMPTY, TAMPER)
    with stage.on(TAMPER):
        rows = _honest_rows(chosen)
        told.false_alarms = [f"{each}" for each in differences()]
        triggers.remove(connection)
        cases: Counter[str] = Counter()
        everything = [*_row_cases(rows), *([] if only else _log_cases())]
        every = max(1, len(everything) // most) if most else 1
        for case in everything[first % every :: every]:
            cases[case.way] += 1
            with transaction.atomic():
                case.do()
                told.missed += _missed(case)
                transaction.set_rollback(True)
        told.cases = dict(cases)
        told.false_alarms += [f"{each}" for each in differences()]
    return asdict(told)


def _missed(case: _Case) -> list[str]:
    from shuangsuiji.foundation.ledger.reconcile import differences

    found: list[Any] = []
    stopped = ""
    try:
        found.extend(differences())
    except Exception as error:  # noqa: BLE001 - an examination that stops has named nothing after that
        stopped = f"，核对中断：{type(error).__name__}: {error}"
    missing = case.named - {(each.table, each.key) for each in found}
    none_of = case.tables and not case.tables & {each.table for each in found}
    if not (missing or none_of or stopped):
        return []
    return [f"{case.way} {case.what}：应指出 {sorted(missing) or sorted(case.tables)}{stopped}"]


# ------------------------------------------------------------------------------------------------------- consequential rows


def _honest_rows(chosen: list[type[Any]]) -> dict[type[Any], list[Any]]:
    """Three rows of each model, each with its own event, and a log with everything that a log can hold."""
    from shuangsuiji.foundation.ledger.command import command
    from tests.harness.acts import AT, EVENT, PUB, actor
    from tests.harness.factories import FACTORIES

    by = actor()
    rows: dict[type[Any], list[Any]] = {}
    for model in chosen:
        rows[model] = []
        for number in (1, 2, 3):
            with command(actor=by, at=AT) as cmd:
                row = FACTORIES[model._meta.label](model, 10 * len(rows) + number)
                row.save(force_insert=True)
                cmd.emit(EVENT, pub=PUB)
            rows[model].append(model._base_manager.get(pk=row.pk))
    _log_with_everything()
    return rows


def _row_cases(rows: dict[type[Any], list[Any]]) -> Iterator[_Case]:
    for model, (one, other, _) in rows.items():
        for column in _columns(model):
            yield from _column_cases(model, column, one, other)
        table = model._meta.db_table
        yield _Case("DELETE", table, partial(_at(model, one)._raw_delete, "default"), _named(one))
        yield _Case("INSERT", table, partial(_forge, model, one), frozenset({(table, f"{_new_key()}")}))


def _columns(model: type[Any]) -> list[Any]:
    from tests.harness.factories import evidence_columns

    return evidence_columns(model)


def _column_cases(model: type[Any], column: Any, one: Any, other: Any) -> Iterator[_Case]:
    from django.db.models.expressions import RawSQL

    from tests.harness.factories import sample

    what, name = f"{model._meta.db_table}.{column.column}", column.attname
    if column.primary_key:
        moved = _named(one) | {(model._meta.db_table, f"{_new_key()}")}
        yield _Case("KEY", what, lambda: _at(model, one).update(**{name: _new_key()}), moved)
        return
    mine, its = getattr(one, name), getattr(other, name)
    wrong = not mine if isinstance(mine, bool) else sample(column, _OTHER)
    yield _Case("UPDATE", what, lambda: _at(model, one).update(**{name: wrong}), _named(one))
    yield _Case("NULL", what, lambda: _at(model, one).update(**{name: RawSQL("NULL", [])}), _named(one))
    if mine != its:
        yield _Case("SWAP", what, lambda: _swap(model, name, one, other), _named(one) | _named(other))
    if column.get_internal_type() in {"DateField", "DateTimeField"}:
        later = mine + (timedelta(days=1) if column.get_internal_type() == "DateField" else timedelta(microseconds=1))
        yield _Case("SHIFT", what, lambda: _at(model, one).update(**{name: later}), _named(one))


def _at(model: type[Any], row: Any) -> Any:
    """The row, past every guard of the application."""
    from django.db.models import QuerySet

    return QuerySet(model).filter(pk=row.pk)


def _swap(model: type[Any], name: str, one: Any, other: Any) -> None:
    _at(model, one).update(**{name: getattr(other, name)})
    _at(model, other).update(**{name: getattr(one, name)})


def _forge(model: type[Any], row: Any) -> None:
    """A row like one that is there, with an event that is there."""
    values = {each.attname: getattr(row, each.attname) for each in model._meta.concrete_fields}
    model(**{**values, model._meta.pk.attname: _new_key()}).save_base(force_insert=True, raw=True)


def _named(row: Any) -> frozenset[tuple[str, str]]:
    return frozenset({(row._meta.db_table, f"{row.pk}")})


def _new_key() -> UUID:
    return UUID("0192f3b0-c0de-7000-8000-0000000000aa")


# ------------------------------------------------------------------------------------------------------------ the log itself


def _log_with_everything() -> None:
    """Private values, an erased key, sealed lines of the private tier."""
    from shuangsuiji.foundation.ledger.audit import seal_audit
    from tests.harness.acts import AT, erase, with_audit_lines, with_private_values

    with_private_values()
    erase(with_private_values())
    with_audit_lines()
    seal_audit(org="rsj", at=AT)


def _log_cases() -> Iterator[_Case]:
    """Every column of the log's own tables; named must be a row of the table that was changed, or one it is held by."""
    from shuangsuiji.foundation.ledger.models import AuditEntry, LogEvent, LogHead, LogManifest, LogOpening, SubjectKey
    from shuangsuiji.foundation.ledger.reconcile import uncovered

    opening: Any = LogOpening.objects.filter(name="purpose").first()
    manifest: Any = LogManifest.objects.first()
    live = SubjectKey.objects.get(id=opening.subject_key_id)
    erased: Any = SubjectKey.objects.filter(erased_at__isnull=False).first()
    targets: tuple[tuple[type[Any], dict[str, Any], str], ...] = (
        (LogEvent, {"seq": 2}, "log_event"),
        (LogOpening, {"entry_id": opening.entry_id, "name": "purpose"}, "log_opening"),
        (LogManifest, {"event_id": manifest.event_id}, "log_manifest"),
        (LogHead, {"id": 1}, "log_head"),
        (SubjectKey, {"id": erased.id}, "subject_key"),
        (SubjectKey, {"id": live.id}, "subject_key log_opening"),
        (AuditEntry, {"id": AuditEntry.objects.order_by("id")[2].id}, "audit_entry"),
    )
    agreed = uncovered()
    for model, where, tables in targets:
        yield from _log_table_cases(model, where, frozenset(tables.split()), agreed.get(model._meta.db_table, []))


def _log_table_cases(
    model: type[Any], where: dict[str, Any], tables: frozenset[str], agreed: list[str]
) -> Iterator[_Case]:
    from django.db.models import QuerySet
    from django.db.models.expressions import RawSQL

    from tests.harness.factories import sample

    rows: Any = QuerySet(model).filter(**where)
    for column in model._meta.concrete_fields:
        what, name = f"{model._meta.db_table}.{column.column}（{'、'.join(sorted(tables))}）", column.attname
        if name in agreed and len(tables) > 1:
            continue  # published as no evidence, as long as the key lives
        kept = rows.values_list(name, flat=True)[0]
        if kept != sample(column, _OTHER):
            yield _Case(
                "UPDATE",
                what,
                partial(rows.update, **{name: sample(column, _OTHER)}),
                tables=tables,
            )
        if kept is not None and not column.primary_key and name not in where:
            yield _Case("NULL", what, partial(rows.update, **{name: RawSQL("NULL", [])}), tables=tables)
    yield _Case("DELETE", f"{model._meta.db_table}", partial(rows._raw_delete, "default"), tables=tables)


if __name__ == "__main__":
    answer(_play)
