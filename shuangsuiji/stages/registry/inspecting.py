"""One inspector's row: what it says, its digest under the registry's root, and the certificate that goes with it.

Source: 第十条, 第十五条; 50-ledger §4.2. Works inside an open command. Personal values take part as a digest of what is sealed.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.foundation.accounts.models import Certificate, Department
from shuangsuiji.foundation.ledger.command import Command
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.stages.registry.changes import ChangeBook, Line, Origin
from shuangsuiji.stages.registry.models import Inspector, InspectorQualification, RegistryChange, RegistryKind, What

PERMANENT = date(9999, 12, 31)
NO_ISSUER = "名录未注明"
_PROVINCIAL = "省"
_FACTS = ("number", "section", "cap", "is_expert", "state", "state_text")

Facts = dict[str, Any]


def inspectors_root(department: Department) -> str:
    """The root over a department's live inspectors, 64 lower-case hexadecimal characters. Cost: one query."""
    rows = Inspector.objects.filter(department=department, removed_on__isnull=True).order_by()
    digests = dict(rows.values_list("number", "row_digest"))
    leaves = (leaf_hash(bytes.fromhex(digests[number])) for number in sorted(digests))
    return Frontier().extended(leaves).root().hex()


def inspector_of(department: Department, key: UUID) -> Inspector:
    """A live row of that department, locked. Raises Inspector.DoesNotExist."""
    rows = Inspector.objects.select_for_update(no_key=True, of=("self",)).select_related("person__key")
    found: Inspector = rows.get(pk=key, department=department, removed_on__isnull=True)
    return found


def require_version(inspector: Inspector, version: int) -> None:
    """Raise StaleVersion, with the row as it is, where somebody changed it since it was shown."""
    if inspector.version != version:
        error = StaleVersion("该人员的记录已被他人更改，请核对后再保存")
        error.stored = inspector  # type: ignore[attr-defined]
        raise error


def facts_of(inspector: Inspector) -> Facts:
    """What the row and what hangs on it say, as JSON values; empty ones are left out. Cost: two queries."""
    facts = {name: getattr(inspector, name) for name in _FACTS if getattr(inspector, name) not in {"", False}}
    newest = inspector.person.certificates.filter(number=inspector.number).order_by("-valid_from").first()
    if newest is not None:
        facts["valid_to"] = f"{newest.valid_to}"
    facts["quals"] = sorted(inspector.qualifications.filter(ended_on__isnull=True).values_list("code", flat=True))
    return facts


def row_digest(inspector: Inspector, facts: Facts) -> str:
    """The salted digest of one live row."""
    sealed = inspector.person.name_sealed
    personal = hashlib.sha256(bytes(sealed)).hexdigest() if sealed is not None else ""
    row = [inspector.salt, inspector.number, facts, personal]
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def renew(inspector: Inspector, *, valid_to: date, kind: str, on: date) -> bool:
    """See that the certificate says this last day: nothing where it does, else a new row. Answers whether it was written."""
    rows = Certificate.objects.filter(number=inspector.number).order_by("-valid_from")
    newest = rows.first()
    if newest is not None and newest.valid_to == valid_to:
        return False
    start = min(on, valid_to)
    if newest is not None:
        # One number never starts twice on one day: a correction of the same day starts on the next.
        start = min(max(start, newest.valid_from + timedelta(days=1)), valid_to)
        if newest.revoked_on is None and newest.valid_to > valid_to:
            newest.revoked_on = on
            newest.save(update_fields=["revoked_on"])
    provincial = kind.startswith(_PROVINCIAL)
    Certificate(
        person=inspector.person, number=inspector.number, issuer=kind or NO_ISSUER, valid_from=start, valid_to=valid_to,
        kind=Certificate.Kind.PROVINCE if provincial else Certificate.Kind.DEPARTMENT,
    ).save(force_insert=True)  # fmt: skip
    return True


def set_qualifications(inspector: Inspector, codes: Iterable[str], on: date) -> None:
    """End those no longer there, add those that are new."""
    standing = {each.code: each for each in inspector.qualifications.filter(ended_on__isnull=True)}
    wanted = set(codes)
    for code in sorted(standing.keys() - wanted):
        standing[code].ended_on = on
        standing[code].save(update_fields=["ended_on"])
    for code in sorted(wanted - standing.keys()):
        InspectorQualification(inspector=inspector, code=code).save(force_insert=True)


def close_row(inspector: Inspector) -> Facts:
    """Write the digest of a row that is complete, and the row. Answers its facts."""
    facts = facts_of(inspector)
    inspector.row_digest = row_digest(inspector, facts)
    inspector.save()
    return facts


def line_of(inspector: Inspector, what: What, before: Facts, after: Facts, *, more: str = "") -> Line:
    """The line of one row: only what differs, never a name; `more` says what else was written."""
    names = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    old = {name: before[name] for name in names if name in before}
    new = {name: after[name] for name in names if name in after}
    if more:
        new["personal"] = more
    return Line(inspector.pk, inspector.number, "", what, old, new)


def save_told(
    cmd: Command, inspector: Inspector, *, act: str, what: What, before: Facts, root_before: str, origin: Origin,
    reason: str, more: str = "",
) -> RegistryChange:  # fmt: skip
    """Write one row and the change that tells it."""
    department = inspector.department
    book = ChangeBook(cmd, department, RegistryKind.INSPECTORS, act=act, root_before=root_before)
    after = close_row(inspector)
    book.add(line_of(inspector, what, before, {} if what == What.REMOVED else after, more=more))
    return book.close(root_after=inspectors_root(department), origin=origin, reason=reason)
