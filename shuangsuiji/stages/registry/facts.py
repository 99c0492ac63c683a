"""What a row of the registry of subjects says: for comparison, for the digest under the registry's root, for a change's lines.

Source: 第十条; 50-ledger §4.2. Personal values take part as a digest of what is sealed, never themselves.
"""

import hashlib
import json
from datetime import date
from typing import Any

from shuangsuiji.stages.registry.models import Subject

# Columns that an import may change, with the keys of foundation/sheets that carry them.
FACTS: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "reg_no": ("reg_no", "code"),
    "subject_type": ("subject_type", "type_major"),
    "ownership": ("ownership",),
    "established_on": ("established",),
    "state": ("state",),
    "registration_authority": ("registration_authority",),
    "supervising_authority": ("supervising_authority",),
    "area": ("area",),
    "town": ("area",),
    "industry": ("industry",),
    "scale": ("scale",),
    "last_inspected_on": ("last_inspected",),
}
CLASS_COLUMNS = ("risk_class", "class_source", "class_on")
COLUMNS = (*FACTS, *CLASS_COLUMNS)

Facts = dict[str, Any]


def facts_of(subject: Subject) -> Facts:
    """Columns that are not empty, as JSON values."""
    found = {}
    for name in COLUMNS:
        value = getattr(subject, name)
        if value not in {"", None}:
            found[name] = value.isoformat() if isinstance(value, date) else value
    return found


def row_digest(subject: Subject, facts: Facts) -> str:
    """The salted digest of one live row; removed rows have none under the root."""
    sealed = subject.personal_sealed
    personal = hashlib.sha256(bytes(sealed)).hexdigest() if sealed is not None else ""
    row = [subject.salt, subject.identity, facts, personal]
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def difference(before: Facts, after: Facts) -> tuple[Facts, Facts]:
    """Only what differs, before and after; a column that became or was empty is missing on that side."""
    names = [name for name in COLUMNS if before.get(name) != after.get(name)]
    return (
        {name: before[name] for name in names if name in before},
        {name: after[name] for name in names if name in after},
    )
