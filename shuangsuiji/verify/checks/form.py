"""V01, V25, V27, V28: the form of a record, what a public one must not hold, its files, and when it may be open.

Source: SSJ-DRAW/1 §2.1, §3.2, §9; decision 8.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from shuangsuiji.core.canonical import CanonicalError
from shuangsuiji.core.draw.ceremony import ABORTED, VOID
from shuangsuiji.core.draw.plan import RISK_CLASSES, libraries_of, sealed_kinds
from shuangsuiji.core.draw.roster import ELIGIBLE, read_inspector_file, read_subject_file
from shuangsuiji.core.draw.shape import fields
from shuangsuiji.core.identifiers import USCC_ALPHABET, uscc_is_valid
from shuangsuiji.verify.case import PRIVATE, Case, file_digest, file_references, is_bare
from shuangsuiji.verify.shapes import (
    BEFORE_SHADOW,
    DIGESTS,
    HEAD,
    ONLY_IN_SHADOW,
    REASON,
    STATES,
    VECTOR_HEAD,
    rosters,
    selection,
)
from shuangsuiji.verify.verdict import Skipped

_SECRET_KEYS = {"pid", "salt", "rsalt", "salt_key_hex", "opening"}
_SEALED_SECRET_KEYS = {"id", "row", "rows", "batches"}
_PERSON_INSIDE = re.compile("cert:[A-Za-z0-9._-]")
_SUBJECT_INSIDE = re.compile("reg:[0-9]{15}|obj:[a-z0-9]")
_CODE_INSIDE = re.compile(rf"(?<![0-9A-Za-z])[{USCC_ALPHABET}]{{18}}(?![0-9A-Za-z])")


def structure_faults(record: Mapping[str, Any]) -> Iterator[str]:
    """V01, first part: fields and types; the other checks rely on them."""
    head = list(HEAD(record, ""))
    if head:
        yield from head
        return
    if record["state"] in (VOID, ABORTED):
        yield from REASON(record, "")
    members = merged(record)
    reached = _reached(members) if record["state"] == ABORTED else len(STATES)
    for required, optional in list(STATES.values())[:reached]:
        yield from fields(required, optional)(members, "")
    if reached:
        yield from rosters("libraries" in record["plan"])(members, "")
    if "selection" in members:
        yield from selection("libraries" in record["plan"])(members, "")


def vector_faults(element: Mapping[str, Any]) -> Iterator[str]:
    """The same for an element of the vector file, which has no head and may lack the digests over the lists (§14)."""
    head = list(VECTOR_HEAD(element, ""))
    if head:
        yield from head
        return
    for required, optional in STATES.values():
        told = {name: shape for name, shape in required.items() if name not in DIGESTS or name in element}
        yield from fields(told, optional)(element, "")
    yield from rosters("libraries" in element["plan"])(element, "")
    if "selection" in element:
        yield from selection("libraries" in element["plan"])(element, "")


def audience_faults(case: Case, record: Mapping[str, Any], *, with_key: bool = False) -> Iterator[str]:
    """V01, second part: what this audience must and must not be given, and what belongs into a shadow.

    `record` is the document as given, its shadow apart. A public record opened with an auditor's key (`with_key`) is held only to having no field too many.
    """
    members = case.members
    yield from (f"{name} 不能出现在此类记录中" for name in _forbidden(case) if name in members)
    yield from _shadow_faults(record)
    if with_key:
        return
    yield from (f"{name} 缺失，此类记录必须提供" for name in _wanted(case) if name not in members)
    if "replacements" in members:
        yield from _replacement_faults(case)


def _wanted(case: Case) -> Iterator[str]:
    """Fields this audience needs beyond those every record has (§9, `✓`)."""
    if case.members["state"] != ABORTED:
        yield "replacements"
    if "context" in case.members and not case.is_sealed:
        yield "subject_rows"
    if "context" in case.members and not case.is_public:
        yield from (f"{kind}_private" for kind in sealed_kinds(case.plan))
    if "result_hash" in case.members and not (case.is_public and case.is_sealed):
        yield "batches"


def _forbidden(case: Case) -> Iterator[str]:
    """Top-level fields that a record of this kind or for this audience does not hold (§9, `–`)."""
    yield from (
        ("subject_rosters", "subject_roots", "subject_commits")
        if "libraries" not in case.plan
        else (
            "subject_roster",
            "subject_root",
        )
    )
    sealed = [] if case.is_public else [f"{kind}_private" for kind in sealed_kinds(case.plan)]
    yield from (name for name in PRIVATE if name not in sealed)
    if case.is_sealed:
        yield from ("subject_rows", "batches") if case.is_public else ("subject_rows",)


def _shadow_faults(record: Mapping[str, Any]) -> Iterator[str]:
    """What came to exist after an abort lies in the shadow and nothing else does; no other record has one."""
    shadow = record.get("shadow")
    if record["state"] != ABORTED:
        if shadow is not None:
            yield "只有中止的记录可有 shadow"
        return
    yield from (f"{name} 只能写在 shadow 中" for name in sorted(ONLY_IN_SHADOW & set(record)))
    if shadow is not None:
        yield from (f"shadow 中不应有 {name}" for name in sorted(set(shadow) & (BEFORE_SHADOW | set(record))))
        if "result_hash" not in shadow:
            yield "shadow 不完整"


def _replacement_faults(case: Case) -> Iterator[str]:
    replacements = case.members["replacements"]
    if case.is_public and case.is_sealed:
        if not isinstance(replacements, dict) or set(replacements) != {"count"}:
            yield "replacements 在封存公开件中只列数量"
    elif not isinstance(replacements, list):
        yield "replacements 须逐条列出"


def merged(record: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an aborted record together with those of its shadow (§9); the shadow never hides a field beside it."""
    shadow = record.get("shadow", {}) if record["state"] == ABORTED else {}
    return {**shadow, **record}


def _reached(members: Mapping[str, Any]) -> int:
    """How many states after PLANNED an aborted record tells of, judged by any field of theirs."""
    told = [
        number
        for number, (required, _) in enumerate(STATES.values(), start=1)
        if any(name in members for name in required)
    ]
    return max(told, default=0)


def check_leaks(case: Case) -> Iterator[str]:
    """V25: nothing in a public record opens a handle."""
    if not case.is_public:
        return
    told_by_v01 = set(_forbidden(case))
    keys = _SECRET_KEYS | (_SEALED_SECRET_KEYS if case.is_sealed else set())
    for name, value in case.members.items():
        if name not in told_by_v01 and name != "shadow":
            # A reference to a roster file counts its rows.
            own = keys - {"rows"} if name.endswith(("roster", "rosters")) else keys
            yield from _leaks(name, value, own, case.is_sealed)


def _leaks(place: str, value: object, keys: set[str], sealed: bool) -> Iterator[str]:
    if isinstance(value, dict):
        for name, member in value.items():
            if name in keys:
                yield f"{place} 中出现 {name}"
            yield from _names(place, name, sealed)
            yield from _leaks(place, member, keys, sealed)
    elif isinstance(value, list):
        for member in value:
            yield from _leaks(place, member, keys, sealed)
    elif isinstance(value, str):
        yield from _names(place, value, sealed)


def _names(place: str, text: str, sealed: bool) -> Iterator[str]:
    if _PERSON_INSIDE.search(text):
        yield f"{place} 中出现执法证号"
    if sealed and (_SUBJECT_INSIDE.search(text) or any(map(uscc_is_valid, _CODE_INSIDE.findall(text)))):
        yield f"{place} 中出现主体编码"


def check_files(case: Case) -> Iterator[str]:
    """V27: referenced files are the ones meant, and written as §3.2 says."""
    members = case.members
    for reference in file_references(members):
        people = reference is members["inspector_roster"]
        if not is_bare(reference["file"]) or (people and reference["format"] != "jsonl"):
            yield f"{reference['file'][:64]} 的文件名或格式不合规则"
            continue
        raw = case.files(reference["file"])
        if raw is None:
            raise Skipped(f"名录文件 {reference['file']} 不在记录旁边", required=True)
        facts = {"bytes": len(raw), "sha256": file_digest(raw)}
        for name, fact in facts.items():
            if reference[name] != fact:
                yield f"{reference['file']} 的 {name} 不符"
        try:
            rows = read_inspector_file(raw) if people else read_subject_file(raw, reference["format"])
        except CanonicalError as error:
            yield f"{reference['file']}：{error}"
        else:
            if len(rows) != reference["rows"]:
                yield f"{reference['file']} 应有 {reference['rows']} 行，实有 {len(rows)} 行"


def check_openness(case: Case) -> Iterator[str]:
    """V28: open rosters only where they tell nothing, and no result link where it would tell a class (§2.1)."""
    plan = case.plan
    if plan["handles"]["inspector"] != "sealed":
        yield "执法检查人员名录须封存"
    by_class = any(set(strata) <= set(RISK_CLASSES) for strata in libraries_of(plan).values())
    if not case.is_sealed:
        if by_class or plan.get("risk_classes"):
            yield "按信用风险类别分层的名录不得公开，须封存"
        if plan.get("announce") != "at-draw":
            yield "名录公开的前提是抽取即告知（announce 为 at-draw）"
    if (by_class or plan.get("risk_classes")) and "context" in case.members and plan.get("result_link") != "none":
        yield from (
            f"{library or '对象库'} 只有一个类别可抽，或只有 C、D 类可抽，result_link 须为 none"
            for library, rows in case.subjects.items()
            if _tells_class({row.stratum for row in rows if row.elig == ELIGIBLE})
        )


def _tells_class(strata: set[str]) -> bool:
    return len(strata) == 1 or (bool(strata) and strata <= {"C", "D"})
