"""The acts of a draw on a folder, each one function: it checks through `core`, then adds files.

Source: SSJ-DRAW/1 §5; 第十条, 第十二条, 第十四条, decision 5.
Takes: the moment as `at`. Raises DrawRefused; nothing counts then. Each act's own file comes last, so an interrupted act has
not happened and may be repeated.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from shuangsuiji.core.canonical import suite_named
from shuangsuiji.core.draw.beacon import DICE, DRAND, drand_value, not_before, value_refusals
from shuangsuiji.core.draw.ceremony import ABORTED, COMMITTED, DRAWN, FROZEN, Ceremony, commit_of
from shuangsuiji.core.draw.freeze import FrozenRosters, InspectorEntry, OpenedSubject, SubjectEntry, freeze_rosters
from shuangsuiji.core.draw.grammar import write_time
from shuangsuiji.core.draw.plan import draws_subjects, draws_teams, plan_hash, sealed_kinds
from shuangsuiji.core.draw.refusal import refuse_any
from shuangsuiji.core.draw.roster import write_csv, write_jsonl
from shuangsuiji.verify.case import file_digest
from shuangsuiji.verify.foreseen import leak_refusals, openness_refusals
from shuangsuiji.web.console.ceremony import shapes
from shuangsuiji.web.console.ceremony.files import one_at_a_time, plain, read_members, refused, write_new
from shuangsuiji.web.console.ceremony.folder import (
    FREEZE,
    INSPECTOR_FILE,
    KEYS,
    NUMBER,
    OPENED,
    PLAN,
    RECEIVED,
    RUN,
    DrawFolder,
    counts,
    subject_file,
)
from shuangsuiji.web.console.ceremony.received import Received
from shuangsuiji.web.console.ceremony.records import Written, write_records
from shuangsuiji.web.console.ceremony.settings import complete_plan

CONTRIBUTION_FORMAT = "ssj-secret/1"
_KEPT = "请用 --secret 指明提交承诺时保存的文件"
_ELSEWHERE = "请勿删除该文件，用 --secret 另指一处保存本次的随机数"


def announce(
    folder: DrawFolder,
    settings: Mapping[str, Any],
    *,
    ordinal: int,
    rehearsal: bool = False,
    received: Received | None = None,
) -> dict[str, Any]:
    """公告: make sealing keys, complete the plan, and write both. Returns the plan."""
    _refuse_occupied(folder, received)
    keys = {kind: secrets.token_bytes(32) for kind in ("subject", "inspector")}
    if received and received.key:
        keys["subject"] = received.key
    plan = complete_plan(settings, keys, ordinal, rehearsal=rehearsal)
    folder.path.mkdir(parents=True, exist_ok=True)
    with one_at_a_time(folder.path):
        _refuse_occupied(folder, received)
        if received:
            openings = [entry._asdict() for entry in received.opened]
            folder.prepare(RECEIVED, {"received": openings}, private=True)
        folder.prepare(KEYS, {kind: keys[kind].hex() for kind in sealed_kinds(plan)}, private=True)
        folder.add(PLAN, plan)
    return plan


def _refuse_occupied(folder: DrawFolder, received: Received | None) -> None:
    """A draw begins in an empty folder; keys of another draw are never replaced."""
    if folder.has(PLAN):
        if (
            received
            and received.settings["dispatched"]
            and not folder.plan.get("dispatched", {"draw_id": "-"})["draw_id"]
        ):
            raise refused(
                "E12-1", "上级派发名单已导入，不得更改", "请继续办理；确有错误的请派发机关更正", "第十二条、第十四条"
            )
        raise refused("folder.exists", f"{folder.path} 已有抽取方案，不能覆盖", "请换一个文件夹；重新抽取须另起编号")
    for path, kept in ((folder.path, ()), (folder.private, (KEYS, RECEIVED))):
        names = {entry.name for entry in path.iterdir()} if path.exists() else set()
        if any(not name.startswith(".") and name not in kept for name in names):
            raise refused("folder.exists", f"文件夹 {path} 不是空的", "请换一个文件夹，以免与其他文件混在一起")


def freeze(
    folder: DrawFolder,
    libraries: Mapping[str, Sequence[SubjectEntry]],
    inspectors: Sequence[InspectorEntry],
    *,
    at: datetime,
    confirmed_by: str,
) -> FrozenRosters:
    """冻结名录: seal and commit the confirmed rosters, and fix the context. Received subjects are those of the plan."""
    with folder.alone():
        proceedings = folder.proceedings()
        plan = proceedings.ceremony.plan
        received = [] if draws_subjects(plan) else _received(folder)
        rosters = freeze_rosters(plan, libraries, inspectors, proceedings.keys, received)
        ceremony = proceedings.ceremony.freeze(rosters.subject_commit, rosters.inspector_commit, at=at)
        refuse_any(openness_refusals(plan, rosters))
        _prepare_rosters(folder, rosters, people=draws_teams(plan))
        folder.add(FREEZE, _frozen(ceremony, rosters, write_time(at), confirmed_by))
    return rosters


def _received(folder: DrawFolder) -> list[OpenedSubject]:
    return [OpenedSubject(**entry) for entry in folder.read_private(RECEIVED)["received"]]


def _prepare_rosters(folder: DrawFolder, rosters: FrozenRosters, *, people: bool) -> None:
    opened = {
        "subjects": {library: [row._asdict() for row in frozen.opened] for library, frozen in rosters.subjects.items()},
        "received": [row._asdict() for row in rosters.received],
        "inspectors": [row._asdict() for row in rosters.inspectors.opened],
    }
    folder.prepare(OPENED, opened, private=True)
    for library, frozen in rosters.subjects.items():
        folder.prepare(subject_file(library), write_csv(frozen.rows))
    if people:
        folder.prepare(INSPECTOR_FILE, write_jsonl(rosters.inspectors.rows))


def _frozen(ceremony: Ceremony, rosters: FrozenRosters, at: str, by: str) -> dict[str, Any]:
    subjects = {library: frozen.rows for library, frozen in rosters.subjects.items()}
    return {
        "act": "freeze",
        "at": at,
        "by": by,
        "plan_hash": plan_hash(ceremony.suite, ceremony.plan),
        "subject_roots": dict(rosters.subject_roots),
        "subject_commits": dict(rosters.subject_commits),
        "subject_commit": rosters.subject_commit,
        "inspector_root": rosters.inspector_root,
        "inspector_commit": rosters.inspector_commit,
        "context": ceremony.context,
        "counts": counts(subjects, rosters.inspectors.rows),
    }


def commit(folder: DrawFolder, who: str, secret_file: Path, *, at: datetime) -> str:
    """提交承诺: recompute the context from the files, make a secret, keep it, add only its commitment. Returns it.

    A secret kept by an interrupted attempt for the same context is used again, so that none is ever lost.
    """
    if secret_file.resolve().is_relative_to(folder.path.resolve()):
        raise refused(
            "secret.place",
            f"随机数文件 {secret_file} 在传阅的文件夹内，会被他人看到",
            "请用 --secret 存到本人保管的地方",
        )
    with folder.alone():
        ceremony, _ = folder.replay()
        if ceremony.context:
            folder.check_frozen()
        kept = {"draw_id": ceremony.plan["draw_id"], "context": ceremony.context, "contributor": who}
        ceremony.commit(who, "0" * 64, at=at)  # refused before any secret is made or read
        secret = read_secret(secret_file, kept, _ELSEWHERE) if secret_file.exists() else secrets.token_hex(32)
        commitment = commit_of(ceremony.suite, ceremony.plan["draw_id"], ceremony.context, who, secret)
        if not secret_file.exists():
            write_new(secret_file, {"format": CONTRIBUTION_FORMAT, **kept, "secret": secret}, private=True)
        act = {"act": "commit", "at": write_time(at), "contributor": who, "commit": commitment}
        folder.add(f"commit-{who}.json", act)
    return commitment


def make_secret(secret_file: Path, kept: Mapping[str, str], *, suite: str) -> str:
    """Make a secret for a draw elsewhere and keep it, or take the one kept before for the same draw; returns its commitment."""
    secret = read_secret(secret_file, kept, _ELSEWHERE) if secret_file.exists() else secrets.token_hex(32)
    if not secret_file.exists():
        write_new(secret_file, {"format": CONTRIBUTION_FORMAT, **kept, "secret": secret}, private=True)
    return commit_of(suite_named(suite), kept["draw_id"], kept["context"], kept["contributor"], secret)


def read_secret(path: Path, wanted: Mapping[str, str], remedy: str = _KEPT) -> str:
    """The secret kept in a contributor's own file. Raises DrawRefused where the file is of another draw or person."""
    kept = read_members(path, shapes.SECRET, absent=remedy)
    for name, what in (("draw_id", "为另一次抽取"), ("contributor", "由另一方"), ("context", "对另一份名录")):
        if kept[name] != wanted[name]:
            raise refused("secret", f"随机数文件 {path} 是{what}保存的，不能用于本次", remedy)
    return f"{kept['secret']}"


def reveal(folder: DrawFolder, who: str, secret_file: Path, *, at: datetime) -> None:
    """揭示: add the secret, if it opens the commitment."""
    with folder.alone():
        ceremony, _ = folder.replay()
        if ceremony.state == FROZEN:
            ceremony = ceremony.close_commits(at=at)
        wanted = {"draw_id": ceremony.plan["draw_id"], "context": ceremony.context, "contributor": who}
        if ceremony.state != COMMITTED or who not in ceremony.commits or who in ceremony.secrets:
            ceremony.reveal(who, "", at=at)  # refused, whatever the secret; the file need not be found for that
        secret = read_secret(secret_file, wanted)
        ceremony.reveal(who, secret, at=at)
        act = {"act": "reveal", "at": write_time(at), "contributor": who, "secret": secret}
        folder.add(f"reveal-{who}.json", act)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What vouches for a public number: the drand signature, the files kept, the persons who entered it."""

    by: Sequence[str]
    signature: str = ""
    files: Sequence[Path] = ()


def record_number(folder: DrawFolder, value: str, evidence: Evidence, *, at: datetime) -> str:
    """录入公开随机数. Returns the seed, or "" for an aborted draw, whose record it only completes with what would have been."""
    with folder.alone():
        ceremony, _ = folder.replay()
        value = _number(ceremony.plan["beacon"]["source"], value, evidence)
        told = _evidence(evidence)
        refuse_any(leak_refusals(ceremony.plan, **told))
        content = {"act": "record_number", "at": write_time(at), "value": value, **told}
        if ceremony.state == ABORTED:
            _shadow(folder, ceremony, content, at=at)
            return ""
        ceremony = _closed(ceremony, at).record_number(value, at=at)
        folder.add(NUMBER, content)
    return ceremony.seed


def _shadow(folder: DrawFolder, ceremony: Ceremony, content: Mapping[str, Any], *, at: datetime) -> None:
    """Complete the record of an aborted draw with the lists that would have been (§5)."""
    if not ceremony.context:
        raise refused("shadow", "名录冻结之前中止的抽取没有可补记的结果", "无须录入公开随机数")
    moment = not_before(ceremony.plan["beacon"])
    if at < moment:
        raise refused("ceremony.early", f"公开随机数最早于 {write_time(moment)} 产生，现在不能录入", "请在产生后录入")
    refuse_any(value_refusals(ceremony.plan["beacon"], content["value"]))
    if folder.has(NUMBER):
        raise refused("folder.exists", "中止抽取的公开随机数已补记", "无须重复办理")
    evidence = {name: content[name] for name in ("beacon_signature", "beacon_evidence") if name in content}
    proceedings = folder.proceedings()
    write_records(folder, replace(proceedings, shadow_value=content["value"], evidence=evidence))
    folder.add(NUMBER, content)


def _closed(ceremony: Ceremony, at: datetime) -> Ceremony:
    if ceremony.state == FROZEN:
        ceremony = ceremony.close_commits(at=at)
    return ceremony.close_reveals(at=at) if ceremony.state == COMMITTED else ceremony


def _number(source: str, value: str, evidence: Evidence) -> str:
    if source == DRAND:
        computed = drand_value(evidence.signature)
        if computed is None or value not in ("", computed):
            raise refused(
                "beacon.value", "drand 随机数须由该期签名算出", "请用 --signature 提供该期 96 位小写十六进制签名"
            )
        return computed
    what = "骰子点数" if source == DICE else "开奖号码"
    if not value:
        raise refused("beacon.value", f"缺少{what}", f"请在命令中写明{what}，按原样逐位书写")
    if len({name.strip() for name in evidence.by} - {""}) < 2:
        raise refused("beacon.two-persons", f"{what}须由两人录入核对", "请用 --by 甲 --by 乙 写明两人")
    return value


def _evidence(evidence: Evidence) -> dict[str, Any]:
    files: dict[str, str] = {}
    for path in evidence.files:
        try:
            digest = file_digest(path.read_bytes())
        except OSError as error:
            raise refused("number.evidence", f"证据文件 {path} 不能读取：{plain(error)}", "请核对路径") from error
        if files.setdefault(path.name, digest) != digest:
            raise refused("number.evidence", f"两个证据文件同名：{path.name}", "请改用不同的文件名")
    told: dict[str, Any] = {
        "beacon_evidence": {"entered_by": [name.strip() for name in evidence.by], "files": files, "bls": "not checked"}
    }
    return {**told, "beacon_signature": evidence.signature} if evidence.signature else told


def run(folder: DrawFolder, *, at: datetime) -> Written:
    """抽取: compute the lists, recompute them with the verifier, and only then let the draw be done."""
    with folder.alone():
        if folder.replay()[0].state == DRAWN:
            raise refused(
                "E14-1",
                "本任务已抽取，名单一经产生不得更改",
                "确有错误的，在派发前办理 shuangsuiji draw void，以新的编号重新抽取",
            )
        proceedings = folder.proceedings()
        ceremony = proceedings.ceremony.draw()
        written = write_records(folder, replace(proceedings, ceremony=ceremony, reached=ceremony.state))
        result = written.outcome.result_hash if written.outcome else ""
        folder.add(RUN, {"act": "draw", "at": write_time(at), "result_hash": result, "record": written.public.name})
    return written
