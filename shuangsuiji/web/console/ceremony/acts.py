"""The acts of a draw on a folder, each one function: it checks through `core`, then adds files.

Source: SSJ-DRAW/1 §5, §8.5, §9; 第十条, 第十四条, 第十五条, decision 5.
Takes: the moment as `at`. Raises DrawRefused; nothing counts then.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from shuangsuiji.core.canonical import CanonicalError, parse_json
from shuangsuiji.core.draw.beacon import DICE, DRAND, drand_value, value_refusals
from shuangsuiji.core.draw.ceremony import ABORTED, COMMITTED, DRAWN, FROZEN, Ceremony, commit_of
from shuangsuiji.core.draw.freeze import FrozenRosters, InspectorEntry, SubjectEntry, freeze_rosters
from shuangsuiji.core.draw.grammar import write_time
from shuangsuiji.core.draw.opening import openings_of
from shuangsuiji.core.draw.outcome import Outcome
from shuangsuiji.core.draw.plan import draws_teams, is_rehearsal, plan_hash, sealed_kinds
from shuangsuiji.core.draw.record import (
    AUDITOR,
    PUBLIC,
    TICKETS_LISTED_UP_TO,
    Proceedings,
    file_reference,
    record_file_name,
    write_document,
    write_record,
)
from shuangsuiji.core.draw.refusal import refuse_any
from shuangsuiji.core.draw.replacement import Substitute, TeamsNow, replace_inspector
from shuangsuiji.core.draw.roster import count_by_elig, write_csv, write_jsonl
from shuangsuiji.verify.case import file_digest
from shuangsuiji.verify.engine import verify_document
from shuangsuiji.verify.verdict import FAIL, Report
from shuangsuiji.web.console.ceremony.folder import (
    END,
    FREEZE,
    INSPECTOR_FILE,
    KEYS,
    NUMBER,
    OPENED,
    PLAN,
    RUN,
    DrawFolder,
    refused,
    subject_file,
    write_new,
)
from shuangsuiji.web.console.ceremony.settings import complete_plan

SECRET_FORMAT = "ssj-secret/1"
PRINCIPAL_HEAD = "主要负责人"


def announce(
    folder: DrawFolder, settings: Mapping[str, Any], *, ordinal: int, rehearsal: bool = False
) -> dict[str, Any]:
    """公告: make sealing keys, complete the plan, and write both. Returns the plan."""
    if folder.has(PLAN):
        raise refused("folder.exists", f"{folder.path} 已有抽取方案", "请换一个文件夹；重新抽取须另起编号")
    keys = {kind: secrets.token_bytes(32) for kind in ("subject", "inspector")}
    plan = complete_plan(settings, keys, ordinal, rehearsal=rehearsal)
    folder.prepare(KEYS, {kind: keys[kind].hex() for kind in sealed_kinds(plan)}, private=True)
    folder.add(PLAN, plan)
    return plan


def freeze(
    folder: DrawFolder,
    libraries: Mapping[str, Sequence[SubjectEntry]],
    inspectors: Sequence[InspectorEntry],
    *,
    at: datetime,
    confirmed_by: str,
) -> FrozenRosters:
    """冻结名录: seal and commit the confirmed rosters, and fix the context."""
    proceedings = folder.proceedings()
    plan = proceedings.ceremony.plan
    rosters = freeze_rosters(plan, libraries, inspectors, proceedings.keys)
    ceremony = proceedings.ceremony.freeze(rosters.subject_commit, rosters.inspector_commit, at=at)
    opened = {
        "subjects": {library: [row._asdict() for row in frozen.opened] for library, frozen in rosters.subjects.items()},
        "received": [row._asdict() for row in rosters.received],
        "inspectors": [row._asdict() for row in rosters.inspectors.opened],
    }
    folder.prepare(OPENED, opened, private=True)
    for library, frozen in rosters.subjects.items():
        folder.prepare(subject_file(library), write_csv(frozen.rows))
    if draws_teams(plan):
        folder.prepare(INSPECTOR_FILE, write_jsonl(rosters.inspectors.rows))
    folder.add(
        FREEZE,
        {
            "act": "freeze",
            "at": write_time(at),
            "by": confirmed_by,
            "plan_hash": plan_hash(ceremony.suite, plan),
            "subject_roots": dict(rosters.subject_roots),
            "subject_commits": dict(rosters.subject_commits),
            "subject_commit": rosters.subject_commit,
            "inspector_root": rosters.inspector_root,
            "inspector_commit": rosters.inspector_commit,
            "context": ceremony.context,
            "counts": {
                "subjects": {library: count_by_elig(frozen.rows) for library, frozen in rosters.subjects.items()},
                "inspectors": count_by_elig(rosters.inspectors.rows),
            },
        },
    )
    return rosters


def commit(folder: DrawFolder, who: str, secret_file: Path, *, at: datetime) -> str:
    """提交承诺: recompute the context from the files, make a secret, keep it, add only its commitment. Returns it.

    A secret kept by an interrupted attempt for the same context is used again, so that none is ever lost.
    """
    folder.check_frozen()
    ceremony, _ = folder.replay()
    kept = {"draw_id": ceremony.plan["draw_id"], "context": ceremony.context, "contributor": who}
    secret = read_secret(secret_file, kept) if secret_file.exists() else secrets.token_hex(32)
    commitment = commit_of(ceremony.suite, ceremony.plan["draw_id"], ceremony.context, who, secret)
    ceremony.commit(who, commitment, at=at)
    if not secret_file.exists():
        write_new(secret_file, {"format": SECRET_FORMAT, **kept, "secret": secret}, private=True)
    folder.add(f"commit-{who}.json", {"act": "commit", "at": write_time(at), "contributor": who, "commit": commitment})
    return commitment


def read_secret(path: Path, wanted: Mapping[str, str]) -> str:
    """The secret kept in a contributor's own file. Raises DrawRefused where the file is of another draw or person."""
    try:
        kept = parse_json(path.read_bytes())
    except (OSError, CanonicalError) as error:
        raise refused("secret", f"随机数文件 {path} 不能读取：{error}", "请用提交承诺时保存的文件") from error
    if not isinstance(kept, dict) or any(kept.get(name) != value for name, value in wanted.items()):
        raise refused("secret", f"随机数文件 {path} 不属于本次抽取或本人", "请用提交承诺时保存的文件")
    return f"{kept.get('secret')}"


def reveal(folder: DrawFolder, who: str, secret_file: Path, *, at: datetime) -> None:
    """揭示: add the secret, if it opens the commitment."""
    ceremony, _ = folder.replay()
    if ceremony.state == FROZEN:
        ceremony = ceremony.close_commits(at=at)
    wanted = {"draw_id": ceremony.plan["draw_id"], "context": ceremony.context, "contributor": who}
    secret = read_secret(secret_file, wanted)
    ceremony.reveal(who, secret, at=at)
    folder.add(f"reveal-{who}.json", {"act": "reveal", "at": write_time(at), "contributor": who, "secret": secret})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What vouches for a public number: the drand signature, the files kept, the persons who entered it."""

    by: Sequence[str]
    signature: str = ""
    files: Sequence[Path] = ()


def record_number(folder: DrawFolder, value: str, evidence: Evidence, *, at: datetime) -> str:
    """录入公开随机数. Returns the seed, or "" for an aborted draw, whose record it only completes with what would have been."""
    ceremony, _ = folder.replay()
    value = _number(ceremony.plan["beacon"]["source"], value, evidence)
    if ceremony.state == ABORTED:
        refuse_any(value_refusals(ceremony.plan["beacon"], value))
    else:
        ceremony = _closed(ceremony, at).record_number(value, at=at)
    files = {path.name: file_digest(path.read_bytes()) for path in evidence.files}
    content: dict[str, Any] = {"act": "record_number", "at": write_time(at), "value": value}
    content["beacon_evidence"] = {"entered_by": list(evidence.by), "files": files, "bls": "not checked"}
    if evidence.signature:
        content["beacon_signature"] = evidence.signature
    folder.add(NUMBER, content)
    if ceremony.state != ABORTED:
        return ceremony.seed
    _write_records(folder, folder.proceedings())
    return ""


def _closed(ceremony: Ceremony, at: datetime) -> Ceremony:
    if ceremony.state == FROZEN:
        ceremony = ceremony.close_commits(at=at)
    return ceremony.close_reveals(at=at) if ceremony.state == COMMITTED else ceremony


def _number(source: str, value: str, evidence: Evidence) -> str:
    if source == DRAND:
        computed = drand_value(evidence.signature)
        if computed is None or value not in ("", computed):
            raise refused("beacon.value", "drand 随机数须由该期签名算出", "请用 --signature 提供该期 96 位十六进制签名")
        return computed
    if len(set(evidence.by)) < 2:
        what = "骰子点数" if source == DICE else "开奖号码"
        raise refused("beacon.two-persons", f"{what}须由两人录入核对", "请用 --by 甲 --by 乙 写明两人")
    return value


@dataclass(frozen=True, slots=True)
class Written:
    """The records an act left behind, the lists they hold (None before there are any), and what the verifier said."""

    outcome: Outcome | None
    public: Path
    auditor: Path
    report: Report


def run(folder: DrawFolder, *, at: datetime) -> Written:
    """抽取: compute the lists, recompute them with the verifier, and only then let the draw be done."""
    folder.check_frozen()
    proceedings = folder.proceedings()
    ceremony = proceedings.ceremony.draw()
    written = _write_records(folder, replace(proceedings, ceremony=ceremony, reached=ceremony.state))
    result = written.outcome.result_hash if written.outcome else ""
    folder.add(RUN, {"act": "draw", "at": write_time(at), "result_hash": result, "record": written.public.name})
    return written


def end(folder: DrawFolder, ground: str, text: str, approved_by: str, *, at: datetime) -> Written:
    """中止 before the public number is entered, 作废 afterwards; stays public with its ground (decision 5)."""
    ceremony, _ = folder.replay()
    if approved_by != PRINCIPAL_HEAD:
        raise refused("E14-4", f"作废须选择原因并经{PRINCIPAL_HEAD}批准", f"请用 --approved-by {PRINCIPAL_HEAD}")
    act = "void" if ceremony.value else "abort"
    ended = ceremony.void(ground, text) if ceremony.value else ceremony.abort(ground, text, at=at)
    proceedings = replace(folder.proceedings(), ceremony=ended, reached=ceremony.state)
    written = _write_records(folder, proceedings)
    folder.add(END, {"act": act, "at": write_time(at), "ground": ground, "text": text, "approved_by": approved_by})
    return written


@dataclass(frozen=True, slots=True)
class Request:
    """A replacement asked for (第十五条). `certificate` is the substitute's `cert:…` id."""

    slot: int
    certificate: str
    reason: str
    requested_by: str
    approved_by: str
    text: str = ""


def replace_person(folder: DrawFolder, request: Request, *, at: datetime) -> Written:
    """调整更换: append a replacement by somebody of the frozen roster; the drawn list stays."""
    proceedings = folder.proceedings()
    outcome, rosters = proceedings.outcome(), proceedings.rosters
    if outcome is None or rosters is None or proceedings.ceremony.state != DRAWN:
        raise refused("E15-1", "尚未抽取或抽取已作废，不能更换人员", "请在抽取完成后办理", "第十五条")
    now = TeamsNow(outcome.slots, outcome.assignment or [], outcome.batches, proceedings.replacements)
    handle, person = _substitute(rosters, request.certificate)
    entry = replace_inspector(
        now,
        request.slot,
        handle,
        person,
        at=write_time(at),
        reason=request.reason,
        text=request.text,
        requested_by=request.requested_by,
        approved_by=request.approved_by,
    )
    entries = [*proceedings.replacements, entry]
    written = _write_records(folder, replace(proceedings, replacements=entries))
    folder.add(f"replacement-{len(entries):03d}.json", {"act": "replace_inspector", "entry": entry})
    return written


def _substitute(rosters: FrozenRosters, certificate: str) -> tuple[str, Substitute]:
    for row, opened in zip(rosters.inspectors.rows, rosters.inspectors.opened, strict=True):
        if opened.pid == certificate:
            return row.handle, Substitute(row.dept, row.quals, row.elig, opened.recusal)
    raise refused("E15-3", f"{certificate} 不在本次冻结的执法检查人员名录中", "请从名录中选派", "第十五条")


def open_firm(folder: DrawFolder, firm: str) -> list[Path]:
    """出具凭证: write the firm's own bundles into the private folder, to be handed to that firm alone."""
    bundles = openings_of(folder.proceedings(), firm)
    name = firm.replace(":", "-").replace("/", "_")
    suffixes = [f"-{bundle['library']}" if "library" in bundle else "" for bundle in bundles]
    return [
        folder.prepare(f"opening-{name}{suffix}.json", write_document(bundle), private=True)
        for bundle, suffix in zip(bundles, suffixes, strict=True)
    ]


def _write_records(folder: DrawFolder, proceedings: Proceedings) -> Written:
    """Write both records after the stand-alone verifier has agreed with each; nothing is written otherwise."""
    outcome = proceedings.outcome()
    documents, reports = {}, {}
    for audience in (PUBLIC, AUDITOR):
        record = write_record(proceedings, audience, outcome)
        if audience == PUBLIC:
            record = _by_reference(folder, record)
        documents[audience] = write_document(record)
        reports[audience] = verify_document(documents[audience], no_log=True, files=folder.file)
        expected = ["V03"] if is_rehearsal(proceedings.ceremony.plan) else []  # a rehearsal fails V03 by design
        if reports[audience].failed() != expected:
            faults = "；".join(
                f"{result.id} {result.reason}" for result in reports[audience].results if result.status == FAIL
            )
            raise refused("run.mismatch", f"结果与独立重算不一致，未写出：{faults}", "请保留文件夹并联系维护人员")
    name = record_file_name(proceedings.ceremony.plan["draw_id"], proceedings.version)
    auditor = folder.prepare(f"auditor-{name}", documents[AUDITOR], private=True)
    return Written(outcome, folder.prepare(name, documents[PUBLIC]), auditor, reports[AUDITOR])


def _by_reference(folder: DrawFolder, record: dict[str, Any]) -> dict[str, Any]:
    """A long roster is not repeated in the public record: the record names its file, which lies beside it."""
    rows = record.get("subject_roster", [])
    if len(rows) <= TICKETS_LISTED_UP_TO:
        return record
    name = subject_file("")
    raw = (folder.path / name).read_bytes()
    return {**record, "subject_roster": file_reference(name, "csv", raw, len(rows))}
