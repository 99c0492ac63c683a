"""A firm's bundle against the public record: it was in the roster, its ticket, whether it was drawn, its team.

Source: SSJ-DRAW/1 §9 (`ssj-opening/1`), §11; 第十四条.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from shuangsuiji.core.canonical import CanonicalError, parse_json
from shuangsuiji.core.draw.outcome import drawn_subjects
from shuangsuiji.core.draw.plan import draws_subjects, draws_teams
from shuangsuiji.core.draw.roster import ELIGIBLE, SubjectRow, roster_commit, subject_kind, subject_leaf
from shuangsuiji.core.draw.sealing import attrs_digest, sealed_handle
from shuangsuiji.core.draw.teams import place_leaf, place_salt
from shuangsuiji.core.draw.tickets import ticket
from shuangsuiji.core.identifiers import is_certificate_id, is_subject_id
from shuangsuiji.core.tree import root_from_path
from shuangsuiji.verify.case import RECORD, Case, Files, subject_rosters
from shuangsuiji.verify.checks.form import merged, structure_faults
from shuangsuiji.verify.running import run, unreadable
from shuangsuiji.verify.shapes import BUNDLE
from shuangsuiji.verify.verdict import SKIP, CheckResult, Report, differs

Bundle = Mapping[str, Any]


def verify_bundle(bundle: Bundle, record: bytes | None, floors: Mapping[str, str], files: Files) -> Report:
    """Check a bundle against its public record, given as bytes; the record itself is verified by a run of its own."""
    ids = [check_id for check_id, _ in BUNDLE_CHECKS]
    faults = list(BUNDLE(bundle, ""))
    if faults:
        return unreadable(ids, faults)
    if record is None:
        missing = "缺少对应的公开记录，请用 --record 指定"
        return Report(tuple(CheckResult(check_id, SKIP, missing, required=True) for check_id in ids))
    try:
        members = parse_json(record)
        faults = list(_record_faults(members))
    except CanonicalError as error:
        faults = [f"{error}"]
    if faults:
        return unreadable(ids, [f"公开记录：{fault}" for fault in faults])
    case = Case(merged(members), RECORD, True, files, floors)
    return Report(tuple(run(check_id, partial(check, case, bundle)) for check_id, check in BUNDLE_CHECKS))


def _record_faults(record: Mapping[str, Any]) -> Iterator[str]:
    faults = list(structure_faults(record))
    yield from faults
    if not faults and "result_hash" not in merged(record):
        yield "尚未抽取"


def check_belonging(case: Case, bundle: Bundle) -> Iterator[str]:
    """V01: the bundle belongs to this record and has the parts its draw asks for."""
    yield from differs("draw_id", bundle["draw_id"], case.members["draw_id"])
    if not case.is_public:
        yield "所给记录不是公开记录"
    several = "libraries" in case.plan
    if ("library" in bundle) != several or (several and bundle["library"] not in case.plan["libraries"]):
        yield "对象库 library 与记录不符"
    row_parts = [bundle[name] is not None for name in ("stratum", "elig", "leaf")]
    if row_parts != [draws_subjects(case.plan)] * 3:
        yield "stratum、elig、leaf 应同时提供；只抽人员的记录均为 null"


def _row(case: Case, bundle: Bundle) -> SubjectRow:
    attrs = attrs_digest(case.suite, bundle["row"], bundle["salt"])
    return SubjectRow(bundle["handle"], bundle["stratum"], bundle["elig"], attrs)


def check_leaf(case: Case, bundle: Bundle) -> Iterator[str]:
    """V05: the firm's row is in the committed roster."""
    if not draws_subjects(case.plan):
        return
    library, leaf, members = bundle.get("library", ""), bundle["leaf"], case.members
    root = members["subject_roots"][library] if library else members["subject_root"]
    commit = members["subject_commits"][library] if library else members["subject_commit"]
    path = [bytes.fromhex(sibling) for sibling in leaf["path"]]
    proven = root_from_path(case.suite, subject_leaf(_row(case, bundle)), leaf["index"], leaf["size"], path)
    yield from differs("名录根值", root, proven.hex() if proven else None)
    bound = roster_commit(case.suite, members["task_id"], subject_kind(library), leaf["size"], root)
    yield from differs("名录承诺（行数）", commit, bound)


def check_identity(case: Case, bundle: Bundle) -> Iterator[str]:
    """V07: the handle is this firm's, and the record's row carries this firm's attributes."""
    firm, handle = bundle["id"], bundle["handle"]
    if not is_subject_id(firm):
        yield "主体编码不是规范写法"
    if case.is_sealed:
        yield from differs("编码还原", handle, sealed_handle(case.suite, case.subject_task, bundle["salt"], firm))
    else:
        yield from differs("编码", (handle, bundle["salt"]), (firm, ""))
    listed = _listed_attrs(case, bundle)
    if handle in listed:
        yield from differs("属性摘要", listed[handle], attrs_digest(case.suite, bundle["row"], bundle["salt"]))
    elif not draws_subjects(case.plan):
        yield "不在已派发名单之内"


def _listed_attrs(case: Case, bundle: Bundle) -> dict[str, str]:
    """Handle → attrs as the record lists them; nothing where the roster lies in a file, for the leaf (V05) proves it as well."""
    if not draws_subjects(case.plan):
        received = case.plan["dispatched"]
        return dict(zip(received["handles"], received["attrs"], strict=True))
    rows = subject_rosters(case.members)[bundle.get("library", "")]
    return {row["handle"]: row["attrs"] for row in rows} if isinstance(rows, list) else {}


def check_team(case: Case, bundle: Bundle) -> Iterator[str]:
    """V08: the team is the one drawn, and each member's handle opens to the certificate told."""
    place = bundle["place"]
    drawn = [entry["handle"] for entry in case.members["assignment"] or [] if place and entry["team"] == place["team"]]
    yield from differs("小组成员", [member["handle"] for member in bundle["team"]], drawn)
    for member in bundle["team"]:
        handle = sealed_handle(case.suite, case.members["task_id"], member["salt"], member["pid"])
        yield from differs(f"{member['pid'][:24]} 的编码还原", member["handle"], handle)
        if not is_certificate_id(member["pid"]):
            yield f"执法证号 {member['pid'][:24]} 写法不合规则"


def check_drawn(case: Case, bundle: Bundle) -> Iterator[str]:
    """V18: drawn exactly when eligible and the ticket does not exceed the threshold of the stratum."""
    members, handle = case.members, bundle["handle"]
    listed = handle in set(drawn_subjects(case.plan, members["selection"]))
    if draws_subjects(case.plan):
        strata = members["selection"][bundle["library"]] if "library" in bundle else members["selection"]
        part = strata[bundle["stratum"]]
        in_stratum = any(entry["handle"] == handle for entry in part["selected"])
        low = ticket(case.suite, members["ticket_key"], handle) <= part["threshold"]
        yield from differs("是否中签", in_stratum, bundle["elig"] == ELIGIBLE and low)
    yield from differs("是否分组", bundle["place"] is not None, listed and draws_teams(case.plan))


def check_place(case: Case, bundle: Bundle) -> Iterator[str]:
    """V19: the firm's place in the batches."""
    place = bundle["place"]
    if place is None:
        return
    leaf = place_leaf(bundle["handle"], place["team"], place_salt(case.suite, bundle["salt"]))
    path = [bytes.fromhex(sibling) for sibling in place["path"]]
    proven = root_from_path(case.suite, leaf, place["index"], place["size"], path)
    yield from differs("batches_root", case.members["batches_root"], proven.hex() if proven else None)
    yield from differs("中签户数", place["size"], len(set(drawn_subjects(case.plan, case.members["selection"]))))
    team = place["index"] * case.plan["teams"]["count"] // place["size"] + 1
    yield from differs("小组", place["team"], f"t{team}")


BUNDLE_CHECKS = (
    ("V01", check_belonging),
    ("V05", check_leaf),
    ("V07", check_identity),
    ("V08", check_team),
    ("V18", check_drawn),
    ("V19", check_place),
)
