"""One row of the registry written by hand: what may be said, whether it may, and the one line that tells it.

Source: 第十条, 第二十四条; E10-3, E10-5, E10-6. Works inside an open command.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from unicodedata import normalize
from uuid import UUID

from shuangsuiji.core.identifiers import IdentifierError, ingest_reg_no, ingest_uscc, is_subject_id, organisation_code
from shuangsuiji.core.rules.finding import Finding, judge
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.command import Command
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.stages.registry.changes import ChangeBook, Line, Origin
from shuangsuiji.stages.registry.facts import FACTS, difference, facts_of, row_digest
from shuangsuiji.stages.registry.models import RegistryChange, RegistryKind, Subject, What
from shuangsuiji.stages.registry.names import initials, name_key
from shuangsuiji.stages.registry.roots import subjects_root

# What a form may write; the class has its own act, the code never changes.
EDITABLE = tuple(name for name in FACTS if name != "reg_no")
_LONGEST_REASON = 200


def subject_of(department: Department, key: UUID) -> Subject:
    """A live row of that department, locked. Raises Subject.DoesNotExist."""
    rows = Subject.objects.select_for_update(no_key=True, of=("self",)).filter(
        department=department, removed_on__isnull=True
    )
    found: Subject = rows.get(pk=key)
    return found


def require_version(subject: Subject, version: int) -> None:
    """Raise StaleVersion, with the row as it is, where somebody changed it since it was shown."""
    if subject.version != version:
        error = StaleVersion("该检查对象已被他人更改，请核对后再保存")
        error.stored = subject  # type: ignore[attr-defined]
        raise error


def identity_from(*, uscc: str = "", reg_no: str = "", object_no: str = "") -> tuple[str, Finding]:
    """The canonical identity of the first code given, and whether it is one (E10-3)."""
    identity, problem = "", "没有统一社会信用代码，也没有 15 位注册号或对象编号"
    try:
        if uscc.strip():
            identity = ingest_uscc(uscc)
        elif reg_no.strip():
            identity = ingest_reg_no(reg_no)
        elif is_subject_id(f"obj:{object_no.strip()}"):
            identity = f"obj:{object_no.strip()}"
        elif object_no.strip():
            problem = "对象编号只能由小写字母、数字和 . _ / - 组成，1—64 位"
    except IdentifierError as error:
        problem = error.reason
    return identity, judge(
        "E10-3",
        "第十条",
        bool(identity),
        required="有效的代码",
        actual=uscc or reg_no or object_no or "空",
        refusal=f"{problem}（第十条）。",
        remedy="请核对原件后改正。",
    )


def well_said(name: str, reason: str, source: str) -> list[Finding]:
    """Name, reason and source are there (E10-3, E10-6)."""
    return [
        judge(
            "E10-3", "第十条", 0 < len(name.strip()) <= 200, required="1—200 字", actual=len(name.strip()),
            refusal="名称为空或过长（第十条）。", remedy="请按登记的全称填写。",
        ),
        judge(
            "E10-6", "第十条", 0 < len(reason.strip()) <= _LONGEST_REASON, required=f"1—{_LONGEST_REASON} 字",
            actual=len(reason.strip()), refusal="没有写明变更理由（第十条）。", remedy="请写明为什么变更。",
        ),
        judge(
            "E10-6", "第十条", bool(source.strip()), required="数据来源", actual=source.strip() or "空",
            refusal="缺少数据来源（第十条）。", remedy="请写明数据从哪里来。",
        ),
    ]  # fmt: skip


def set_identity(subject: Subject, identity: str) -> None:
    """Put the code on a new row."""
    kind, _, code = identity.partition(":")
    subject.identity, subject.organisation = identity, organisation_code(identity) or ""
    setattr(subject, {"uscc": "uscc", "reg": "reg_no", "obj": "object_no"}[kind], code)


def set_terms(subject: Subject, terms: Mapping[str, Any]) -> None:
    """Write what the form said. Raises KeyError for a column no form may write."""
    for name, value in terms.items():
        if name not in EDITABLE:
            raise KeyError(name)
        setattr(subject, name, normalize("NFC", value.strip()) if isinstance(value, str) else value)
    subject.name_key, subject.initials = name_key(subject.name), initials(subject.name)


def save_told(
    cmd: Command,
    subject: Subject,
    *,
    act: str,
    before: dict[str, Any] | None,
    more: Mapping[str, Any] | None = None,
    origin: Origin,
    reason: str,
) -> RegistryChange:
    """Save the row, and write the change with its one line. `before`: facts it had, None for a new row; `more` joins the line."""
    department = subject.department
    book = ChangeBook(cmd, department, RegistryKind.SUBJECTS, act=act, root_before=subjects_root(department))
    facts = facts_of(subject)
    subject.row_digest = row_digest(subject, facts)
    subject.save()
    if before is None:
        book.add(Line(subject.pk, subject.identity, subject.name, What.ADDED, {}, facts))
    elif not subject.is_live:
        book.add(Line(subject.pk, subject.identity, subject.name, What.REMOVED, before, {}))
    else:
        old, new = difference(before, facts)
        book.add(Line(subject.pk, subject.identity, subject.name, What.CHANGED, old, {**new, **(more or {})}))
    return book.close(root_after=subjects_root(department), origin=origin, reason=reason)


def by_hand(source: str, on: date) -> Origin:
    """Where a row written by hand comes from."""
    return Origin(source=source.strip()[:200], source_on=on)
