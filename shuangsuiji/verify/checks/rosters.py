"""V04–V09: rosters are well formed, committed as given, and name real rows exactly once.

Source: SSJ-DRAW/1 §2, §3; 第十条, 第十五条.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from shuangsuiji.core.draw.grammar import DIVISION, HEX64
from shuangsuiji.core.draw.plan import draws_subjects, draws_teams, key_commitment, sealed_kinds
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
from shuangsuiji.core.identifiers import is_certificate_id, is_sealed_handle, is_subject_id
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
    if not draws_subjects(plan) and case.members.get("subject_roster"):
        yield "不抽对象，却有检查对象名录"
    if not draws_teams(plan) and case.inspectors:
        yield "不抽人员，却有执法检查人员名录"
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
    several = "libraries" in case.plan
    roots = members["subject_roots"] if several else {"": members["subject_root"]}
    given = members["subject_commits"] if several else {"": members["subject_commit"]}
    computed = {library: subject_root(case.suite, rows) for library, rows in case.subjects.items()}
    yield from differs("subject_root", roots, computed)
    commits = {
        library: roster_commit(case.suite, task_id, subject_kind(library), len(case.subjects[library]), root)
        for library, root in roots.items()
    }
    yield from differs("subject_commits", given, commits)
    if several:
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
    kept, expected = case.subject_keeping, _expected(case)
    yield from differs("对象库", sorted(kept), sorted(expected))
    for library, rows in expected.items():
        yield from _openings(case, rows, kept.get(library, []))
    if draws_teams(case.plan):
        yield from _towns([entry for entries in kept.values() for entry in entries])


def _expected(case: Case) -> dict[str, list[tuple[str, str]]]:
    """Library → handle and attrs of the frozen rows in their order, or of the subjects received."""
    if not draws_subjects(case.plan):
        received = case.plan.get("dispatched", {"handles": [], "attrs": []})
        return {"": list(zip(received["handles"], received["attrs"], strict=True))}
    return {library: [(row.handle, row.attrs) for row in rows] for library, rows in case.subjects.items()}


def _openings(case: Case, rows: Sequence[tuple[str, str]], kept: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield from _same_rows("行内容", [entry["handle"] for entry in kept], [handle for handle, _ in rows])
    for entry, (_, attrs) in zip(kept, rows, strict=False):
        short = entry["handle"][:20]
        digest = attrs_digest(case.suite, entry["row"], entry.get("salt", ""))
        yield from differs(f"{short} 的属性摘要", attrs, digest)
        if not entry["row"].get("name"):
            yield f"{short} 缺少名称"
    if case.is_sealed:
        yield from _identities(case, kept)


def _same_rows(what: str, opened: list[str], listed: list[str]) -> Iterator[str]:
    """Exactly one opened row per listed one, in the same order: nobody listed twice, nobody left closed."""
    yield from differs(f"{what}的行数", len(opened), len(listed))
    pairs = zip(opened, listed, strict=False)
    yield from (f"{what}第 {row} 行的编码与名录不同" for row, (one, other) in enumerate(pairs, 1) if one != other)


def _towns(kept: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Division codes that batches rest on: present, of one length, and one per firm in all libraries."""
    towns: dict[str, str] = {}
    for entry in kept:
        town = entry["row"].get("town")
        if not (isinstance(town, str) and DIVISION.fullmatch(town)):
            yield f"{entry['handle'][:20]} 缺少区划代码，或写法不对"
        elif towns.setdefault(entry["handle"], town) != town:
            yield f"{entry['handle'][:20]} 在各对象库中的区划代码不一致"
    if len({len(town) for town in towns.values()}) > 1:
        yield "区划代码长度不一"


def _identities(case: Case, kept: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Sealed rows: every handle comes from its id under the key, and the ids stand for different firms."""
    key, task_id = bytes.fromhex(case.members["subject_private"]["salt_key_hex"]), case.subject_task
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
    key, task_id = bytes.fromhex(private["salt_key_hex"]), case.members["task_id"]
    yield from _same_rows(
        "人员行内容", [row["handle"] for row in private["rows"]], [row.handle for row in case.inspectors]
    )
    for entry, row in zip(private["rows"], case.inspectors, strict=False):
        short, pid = entry["handle"][:20], entry["pid"]
        if not is_certificate_id(pid):
            yield f"{short} 的执法证号写法不合规则"
        salt = salt_of(case.suite, key, task_id, pid)
        yield from differs(f"{short} 的盐值", entry["salt"], salt)
        yield from differs(f"{short} 的编码还原", entry["handle"], sealed_handle(case.suite, task_id, salt, pid))
        if entry["recusal"] != sorted(set(entry["recusal"])) or not all(map(_is_handle, entry["recusal"])):
            yield f"{short} 的回避名单未排序、有重复或编码不规范"
        digest = recusal_digest(case.suite, recusal_salt(case.suite, key, task_id, pid), entry["recusal"])
        yield from differs(f"{short} 的回避摘要", row.recusal, digest)


def _is_handle(text: str) -> bool:
    return is_sealed_handle(text) or is_subject_id(text)


def check_keys(case: Case) -> Iterator[str]:
    """V09: the keys are those the plan committed to."""
    case.need("context")
    kinds = [kind for kind in sealed_kinds(case.plan) if case.has(f"{kind}_private")]
    if not kinds and sealed_kinds(case.plan):
        raise Skipped(_AUDITORS_ONLY, required=False)
    for kind in kinds:
        key = case.members[f"{kind}_private"]["salt_key_hex"]
        if not HEX64.fullmatch(key):
            yield f"{kind} 密钥应为 64 位小写十六进制"
        digest = key_commitment_of(case.suite, bytes.fromhex(key))
        yield from differs(f"{kind} 密钥承诺", key_commitment(case.plan, kind), digest)
