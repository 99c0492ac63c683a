"""V04–V09: rosters are well formed, committed as given, and name real rows exactly once.

Source: SSJ-DRAW/1 §2, §3; 第十条, 第十五条.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from shuangsuiji.core.draw.freeze import subject_task_id
from shuangsuiji.core.draw.plan import draws_teams, key_commitment, sealed_kinds
from shuangsuiji.core.draw.roster import (
    combined_commit,
    identity_refusals,
    inspector_refusals,
    inspector_root,
    roster_commit,
    subject_kind,
    subject_refusals,
    subject_root,
)
from shuangsuiji.core.draw.sealing import (
    attrs_digest,
    key_commitment_of,
    recusal_digest,
    recusal_salt,
    salt_of,
    sealed_handle,
)
from shuangsuiji.core.identifiers import is_certificate_id, is_sealed_handle
from shuangsuiji.verify.case import Case
from shuangsuiji.verify.verdict import Skipped, differs

_AUDITORS_ONLY = "须由持有封存密钥的审计方核验"


def check_form(case: Case) -> Iterator[str]:
    """V04: handles canonical, sorted, unique; organisation codes unique; strata and exclusion codes known."""
    case.need("context")
    plan = case.plan
    for library, rows in case.subjects.items():
        yield from (refusal.sentence() for refusal in subject_refusals(plan, library, rows))
    yield from (refusal.sentence() for refusal in inspector_refusals(plan, case.inspectors))
    received = plan.get("dispatched", {"handles": []})["handles"]
    if case.is_sealed:
        yield from (f"已派发名单中的 {handle[:80]} 不是封存编码" for handle in received if not is_sealed_handle(handle))
    else:
        yield from (refusal.sentence() for refusal in identity_refusals(received, {}))


def check_subject_roots(case: Case) -> Iterator[str]:
    """V05: roots and commitments of the subject rosters."""
    case.need("context")
    members, task_id = case.members, case.members["task_id"]
    if not case.subjects:
        yield from differs("subject_root", members["subject_root"], "")
        yield from differs("subject_commit", members["subject_commit"], "")
        return
    roots = members.get("subject_roots", {"": members.get("subject_root")})
    given = members.get("subject_commits", {"": members["subject_commit"]})
    computed = {library: subject_root(case.suite, rows) for library, rows in case.subjects.items()}
    yield from differs("subject_root", roots, computed)
    commits = {
        library: roster_commit(case.suite, task_id, subject_kind(library), len(case.subjects[library]), root)
        for library, root in roots.items()
    }
    yield from differs("subject_commits", given, commits)
    if "" not in given:
        yield from differs("subject_commit", members["subject_commit"], combined_commit(case.suite, given))


def check_inspector_root(case: Case) -> Iterator[str]:
    """V06: root and commitment of the inspector roster."""
    case.need("context")
    members, rows = case.members, case.inspectors
    root = inspector_root(case.suite, rows) if draws_teams(case.plan) else ""
    yield from differs("inspector_root", members["inspector_root"], root)
    given = members["inspector_root"]
    commit = given and roster_commit(case.suite, members["task_id"], "inspector", len(rows), given)
    yield from differs("inspector_commit", members["inspector_commit"], commit)


def check_subject_openings(case: Case) -> Iterator[str]:
    """V07: every handle and attribute digest is rebuilt from what the audience holds."""
    case.need("context")
    kept = case.subject_keeping
    for library, attrs in _expected(case).items():
        yield from _openings(case, attrs, kept.get(library, []))


def _expected(case: Case) -> dict[str, dict[str, str]]:
    """Library → handle → attrs of the frozen rows, or of the subjects received."""
    received = case.plan.get("dispatched")
    if received is not None and not case.subjects:
        return {"": dict(zip(received["handles"], received["attrs"], strict=True))}
    return {library: {row.handle: row.attrs for row in rows} for library, rows in case.subjects.items()}


def _openings(case: Case, attrs: Mapping[str, str], kept: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if len(kept) != len(attrs):
        yield f"行内容 {len(kept)} 行，名录 {len(attrs)} 行"
    for entry in kept:
        short = entry["handle"][:20]
        digest = attrs_digest(case.suite, entry["row"], entry.get("salt", ""))
        yield from differs(f"{short} 的属性摘要", attrs.get(entry["handle"]), digest)
        if not entry["row"].get("name"):
            yield f"{short} 缺少名称"
    if case.is_sealed:
        yield from _identities(case, kept)


def _identities(case: Case, kept: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Sealed rows: every handle comes from its id under the key, and the ids stand for different firms."""
    key, task_id = bytes.fromhex(case.members["subject_private"]["salt_key_hex"]), subject_task_id(case.plan)
    for entry in kept:
        short, salt = entry["handle"][:20], salt_of(case.suite, key, task_id, entry["id"])
        yield from differs(f"{short} 的盐值", entry["salt"], salt)
        yield from differs(
            f"{short} 的编码还原", entry["handle"], sealed_handle(case.suite, task_id, salt, entry["id"])
        )
    holders = Counter(entry["id"] for entry in kept)
    yield from (f"{firm} 出现 {times} 次" for firm, times in holders.items() if times > 1)
    names = {entry["id"]: f"{entry['row'].get('name')}" for entry in kept}
    yield from (refusal.sentence() for refusal in identity_refusals(holders, names))


def check_inspector_openings(case: Case) -> Iterator[str]:
    """V08: inspectors' handles and recusal lists are rebuilt from the key."""
    case.need("context")
    if not draws_teams(case.plan):
        return
    private = case.hidden("inspector_private", _AUDITORS_ONLY)
    key, task_id = bytes.fromhex(private["salt_key_hex"]), case.plan["task_id"]
    recusals = {row.handle: row.recusal for row in case.inspectors}
    if len(private["rows"]) != len(recusals):
        yield f"人员行内容 {len(private['rows'])} 行，名录 {len(recusals)} 行"
    for entry in private["rows"]:
        short, pid = entry["handle"][:20], entry["pid"]
        if not is_certificate_id(pid):
            yield f"{short} 的执法证号写法不合规则"
        salt = salt_of(case.suite, key, task_id, pid)
        yield from differs(f"{short} 的盐值", entry["salt"], salt)
        yield from differs(f"{short} 的编码还原", entry["handle"], sealed_handle(case.suite, task_id, salt, pid))
        if entry["recusal"] != sorted(set(entry["recusal"])):
            yield f"{short} 的回避名单未排序或有重复"
        digest = recusal_digest(case.suite, recusal_salt(case.suite, key, task_id, pid), entry["recusal"])
        yield from differs(f"{short} 的回避摘要", recusals.get(entry["handle"]), digest)


def check_keys(case: Case) -> Iterator[str]:
    """V09: the keys are those the plan committed to."""
    case.need("context")
    kinds = [kind for kind in sealed_kinds(case.plan) if f"{kind}_private" in case.members]
    if not kinds and sealed_kinds(case.plan):
        raise Skipped(_AUDITORS_ONLY, required=False)
    for kind in kinds:
        key = bytes.fromhex(case.members[f"{kind}_private"]["salt_key_hex"])
        yield from differs(f"{kind} 密钥承诺", key_commitment(case.plan, kind), key_commitment_of(case.suite, key))
