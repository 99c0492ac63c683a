"""Runs every check that applies to a document and gathers the results.

Source: SSJ-DRAW/1 §10, §11. Takes: bytes. Gives: a `Report`. Each check stands alone, so that one defect fails one check.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any

from shuangsuiji.core.canonical import CanonicalError, parse_json, suite_named
from shuangsuiji.core.draw.beacon import DRAND
from shuangsuiji.core.draw.opening import OPENING_FORMAT
from shuangsuiji.core.draw.plan import RISK_CLASSES
from shuangsuiji.core.rules.parameters import ratio
from shuangsuiji.core.rules.quotas import percent
from shuangsuiji.verify.bundle import verify_bundle
from shuangsuiji.verify.case import PRIVATE, RECORD, VECTOR, Case, Files, file_references, no_files
from shuangsuiji.verify.checks.form import (
    audience_faults,
    check_files,
    check_leaks,
    check_openness,
    merged,
    structure_faults,
    vector_faults,
)
from shuangsuiji.verify.checks.lists import (
    check_assignment,
    check_batches,
    check_hashes,
    check_quotas,
    check_selection,
    check_slots,
    check_tickets,
)
from shuangsuiji.verify.checks.logged import check_attempts, check_inclusion, check_order
from shuangsuiji.verify.checks.plan import check_context, check_plan, check_plan_hash
from shuangsuiji.verify.checks.replaced import check_replacements
from shuangsuiji.verify.checks.rosters import (
    check_form,
    check_inspector_openings,
    check_inspector_root,
    check_keys,
    check_subject_openings,
    check_subject_roots,
)
from shuangsuiji.verify.checks.seed import check_beacon, check_drand, check_reveals, check_seed
from shuangsuiji.verify.log.drawn import DrawLog
from shuangsuiji.verify.running import run, unreadable
from shuangsuiji.verify.shapes import KNOWN_FIELDS
from shuangsuiji.verify.verdict import SKIP, TITLES, CheckResult, Report

Check = Callable[[Case], Iterator[str]]
_LOG_CHECKS: Mapping[str, Check] = {"V14": check_order, "V24": check_inclusion, "V26": check_attempts}

CHECKS: Mapping[str, Check] = {
    "V02": check_plan_hash,
    "V03": check_plan,
    "V04": check_form,
    "V05": check_subject_roots,
    "V06": check_inspector_root,
    "V07": check_subject_openings,
    "V08": check_inspector_openings,
    "V09": check_keys,
    "V10": check_context,
    "V11": check_reveals,
    "V12": check_beacon,
    "V13": check_drand,
    "V15": check_seed,
    "V16": check_tickets,
    "V17": check_quotas,
    "V18": check_selection,
    "V19": check_batches,
    "V20": check_slots,
    "V21": check_assignment,
    "V22": check_hashes,
    "V23": check_replacements,
    "V25": check_leaks,
    "V27": check_files,
    "V28": check_openness,
}
# A vector element has no audience, no digests over the lists, and illustrative times (§14).
_NOT_FOR_VECTORS = {"V01", "V03", "V14", "V22", "V23", "V24", "V25", "V26", "V27", "V28"}
# A record from which only `format` was taken away is still a record, and fails V01.
_RECORD_MARKS = frozenset({"format", "version", "audience", "state"})
_VECTORS_NEED = set(TITLES) - _NOT_FOR_VECTORS - {"V07"}


@cache
def floors() -> dict[str, str]:
    """Risk class → lowest ratio of 第六条（三）, from the parameters of the rules."""
    return {name: percent(ratio(f"sample_floor.{name}")) for name in RISK_CLASSES}


def verify_document(
    document: bytes,
    *,
    record: bytes | None = None,
    no_log: bool = False,
    files: Files = no_files,
    key: bytes | None = None,
    draw_log: DrawLog | None = None,
) -> Report:
    """Check a record, a vector element or a firm's bundle; the kind is taken from `format`.

    `record` is the public record a bundle belongs to; `no_log` says that the ledger is not asked for; `files` reads roster
    files beside the record; `key` holds an auditor's private parts (`subject_private`, `inspector_private`) for a public record;
    `draw_log` is the ledger that V14, V24 and V26 are held against.
    """
    try:
        members = parse_json(document)
        keys = parse_json(key) if key is not None else {}
    except CanonicalError as error:
        return unreadable(list(TITLES), [f"{error}"])
    if not isinstance(members, dict) or not isinstance(keys, dict):
        return unreadable(list(TITLES), ["内容应为一个 JSON 对象"])
    if members.get("format") == OPENING_FORMAT:
        return verify_bundle(members, record, floors(), files)
    if "plan" in members and _RECORD_MARKS.isdisjoint(members):
        return _verify_vector(members)
    private = {name: keys[name] for name in PRIVATE if name in keys}
    return _verify_record(members, private, lambda given: Case(given, RECORD, no_log, files, floors(), draw_log))


def _verify_record(
    members: Mapping[str, Any], keys: Mapping[str, Any], make: Callable[[Mapping[str, Any]], Case]
) -> Report:
    opened = {**members, **keys, "audience": "auditor"} if keys else members
    broken = list(structure_faults(opened))
    if broken:
        return unreadable(list(TITLES), broken)
    case = make(merged(opened))
    form = partial(audience_faults, case, opened, with_key=bool(keys))
    return _results(case, run("V01", form, _unknown_fields(case.members)))


def _verify_vector(element: Mapping[str, Any]) -> Report:
    broken = list(vector_faults(element))
    if broken:
        return unreadable(list(TITLES), broken)
    return _results(Case(element, VECTOR), CheckResult("V01", SKIP, "不适用于测试向量，只核对了类型"))


def _unknown_fields(record: Mapping[str, Any]) -> str:
    unknown = sorted(set(record) - KNOWN_FIELDS)
    return f"另有协议未定义的字段：{'、'.join(name[:64] for name in unknown)}" if unknown else ""


def _results(case: Case, form: CheckResult) -> Report:
    results = {"V01": form}
    for check_id, check in CHECKS.items():
        if case.is_vector and check_id in _NOT_FOR_VECTORS:
            results[check_id] = CheckResult(check_id, SKIP, "不适用于测试向量")
        else:
            result = run(check_id, partial(check, case), _note(check_id, case.members))
            results[check_id] = result._replace(required=check_id in _VECTORS_NEED) if case.is_vector else result
    for check_id in _LOG_CHECKS:
        results[check_id] = _log_check(check_id, case)
    return Report(tuple(results[check_id] for check_id in TITLES))


def _note(check_id: str, members: Mapping[str, Any]) -> str:
    """What a passing check should still say: that there was nothing to check, or what was left out."""
    if check_id == "V13" and "beacon" in members:
        is_drand = members["beacon"][0] == DRAND
        return "签名的 BLS 验证未做（另行可选）" if is_drand else "公开随机数不是 drand，无须核验"
    if check_id == "V23" and not members.get("replacements"):
        return "没有更换"
    if check_id == "V25" and members.get("audience") == "auditor":
        return "审计件，不公开"
    if check_id == "V27" and not file_references(members):
        return "没有引用文件"
    return ""


def _log_check(check_id: str, case: Case) -> CheckResult:
    if case.is_vector:
        return CheckResult(check_id, SKIP, "不适用于测试向量")
    if case.draw_log is not None:
        return run(check_id, partial(_LOG_CHECKS[check_id], case))
    reason = "未入日志" if case.no_log else "未提供日志，无法核验：请用 --log 指定日志；只核对记录本身时请加 --no-log"
    return CheckResult(check_id, SKIP, reason, required=not case.no_log)


suite_named("SHA256")  # Start-up self-test: a Python whose SHA-256 is wrong must not print PASS.
