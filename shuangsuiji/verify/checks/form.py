"""V01, V25, V27, V28: the form of a record, what a public one must not hold, its files, and when it may be open.

Source: SSJ-DRAW/1 §2.1, §3.2, §9; decision 8.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from shuangsuiji.core.canonical import CanonicalError
from shuangsuiji.core.draw.ceremony import ABORTED
from shuangsuiji.core.draw.plan import RISK_CLASSES, libraries_of
from shuangsuiji.core.draw.roster import ELIGIBLE, read_inspector_file, read_subject_file
from shuangsuiji.core.draw.shape import fields
from shuangsuiji.core.identifiers import USCC_ALPHABET, is_certificate_id, is_subject_id, uscc_is_valid
from shuangsuiji.verify.case import Case, file_digest, file_references
from shuangsuiji.verify.shapes import HEAD, REASON, STATES, roster_shape
from shuangsuiji.verify.verdict import Skipped

_PUBLIC_NEVER = ("subject_private", "inspector_private")
_SEALED_NEVER = ("subject_rows", "batches")
_SECRET_KEYS = {"pid", "salt", "rsalt", "salt_key_hex", "opening"}
_SEALED_SECRET_KEYS = {"id", "row", "rows", "batches"}
_CODE_INSIDE = re.compile(rf"(?<![0-9A-Za-z])[{USCC_ALPHABET}]{{18}}(?![0-9A-Za-z])")


def structure_faults(record: Mapping[str, Any]) -> Iterator[str]:
    """V01, first part: fields and types; the other checks rely on them."""
    head = list(HEAD(record, ""))
    if head:
        yield from head
        return
    if record["state"] in ("VOID", ABORTED):
        yield from REASON(record, "")
    aborted = record["state"] == ABORTED
    members = merged(record)
    reached = _reached(members) if aborted else len(STATES)
    for required, optional in list(STATES.values())[:reached]:
        yield from fields(required, optional)(members, "")
    if reached:
        yield from roster_shape("libraries" in record["plan"])(members, "")
    if not aborted and "replacements" not in record:
        yield "replacements 缺失"


def audience_faults(case: Case, *, with_key: bool = False) -> Iterator[str]:
    """V01, second part: what this audience must and must not be given.

    A public record opened with an auditor's key (`with_key`) is held only to having no field too many.
    """
    members = case.members
    if "context" not in members:
        return
    for name in forbidden_fields(case):
        if name in members:
            yield f"{name} 不能出现在此类公开件中"
    if with_key:
        return
    wanted = ["subject_rows"] if not case.is_sealed else []
    if not case.is_public:
        wanted = ["subject_private"] if case.is_sealed and ("dispatched" in case.plan or case.subjects) else wanted
        wanted += ["inspector_private"] if members["inspector_roster"] else []
    if "result_hash" in members and "batches" not in forbidden_fields(case):
        wanted.append("batches")
    for name in wanted:
        if name not in members:
            yield f"{name} 缺失，此类记录必须提供"
    listed = isinstance(members.get("replacements", []), list)
    if "replacements" in members and listed == (case.is_public and case.is_sealed):
        yield "replacements 在封存公开件中只列数量，其他记录须逐条列出"


def forbidden_fields(case: Case) -> tuple[str, ...]:
    """Top-level fields this audience must not see (§9, `–`)."""
    if not case.is_public:
        return ()
    return _PUBLIC_NEVER + _SEALED_NEVER if case.is_sealed else _PUBLIC_NEVER


def merged(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record's fields together with those of its shadow (§9)."""
    shadow = record.get("shadow")
    return {**record, **shadow} if isinstance(shadow, dict) else dict(record)


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
    told_by_v01 = forbidden_fields(case)
    keys = _SECRET_KEYS | (_SEALED_SECRET_KEYS if case.is_sealed else set())
    for name, value in case.members.items():
        if name not in told_by_v01 and name != "shadow":
            roster_file = name.endswith(("roster", "rosters"))
            yield from _leaks(name, value, keys - {"rows"} if roster_file else keys, case.is_sealed)


def _leaks(place: str, value: object, keys: set[str], sealed: bool) -> Iterator[str]:
    if isinstance(value, dict):
        for name, member in value.items():
            if name in keys:
                yield f"{place} 中出现 {name}"
            yield from _leaks(place, member, keys, sealed)
    elif isinstance(value, list):
        for member in value:
            yield from _leaks(place, member, keys, sealed)
    elif isinstance(value, str) and not value.startswith("h:"):
        if is_certificate_id(value):
            yield f"{place} 中出现执法证号"
        elif sealed and (is_subject_id(value) or any(map(uscc_is_valid, _CODE_INSIDE.findall(value)))):
            yield f"{place} 中出现主体编码"


def check_files(case: Case) -> Iterator[str]:
    """V27: referenced files are the ones meant, and written as §3.2 says."""
    members = case.members
    for reference in file_references(members):
        raw = case.files(reference["file"])
        if raw is None:
            raise Skipped(f"名录文件 {reference['file']} 不在记录旁边", required=True)
        facts = {"bytes": len(raw), "sha256": file_digest(raw)}
        for name, fact in facts.items():
            if reference[name] != fact:
                yield f"{reference['file']} 的 {name} 不符"
        people = reference is members.get("inspector_roster")
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
    by_class = any(set(strata) <= set(RISK_CLASSES) for strata in libraries_of(plan).values())
    if by_class and plan.get("risk_classes") is not True:
        yield "分层即信用风险类别，方案须写明 risk_classes 为 true"
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
