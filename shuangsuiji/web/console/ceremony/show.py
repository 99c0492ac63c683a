"""What a clerk sees after each act: where the draw stands, counts, lists, the one-line check of a ticket.

Source: 第十三条 (what is next, who, until when), 第十四条, 第十六条.
Never: the class of a named firm in anything that goes into the public folder; these tables are for the office.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from shuangsuiji.core.canonical import suite_named
from shuangsuiji.core.draw.beacon import not_before
from shuangsuiji.core.draw.ceremony import (
    ABORTED,
    DRAWN,
    FROZEN,
    PLANNED,
    SEEDED,
    STATE_LABELS,
    VOID,
    Ceremony,
)
from shuangsuiji.core.draw.freeze import FrozenRosters
from shuangsuiji.core.draw.grammar import parse_time
from shuangsuiji.core.draw.plan import Plan, libraries_of, plan_hash
from shuangsuiji.core.draw.roster import ELIGIBLE
from shuangsuiji.core.draw.tickets import SUBJECTS, ticket_key
from shuangsuiji.foundation.sheets.readings import RosterReading
from shuangsuiji.verify.verdict import FAIL, PASS, SKIP
from shuangsuiji.web.console.ceremony.acts import Written
from shuangsuiji.web.console.ceremony.folder import DrawFolder
from shuangsuiji.web.console.words import Printer

_SHANGHAI = timezone(timedelta(hours=8))
_ELIG = {"E": "可抽", "X1": "X1 本年已查", "X2": "X2 注销等/证件无效", "X3": "X3 其他/请假", "X4": "X4 其他"}
_SOURCES = {"cwl/ssq": "双色球", "dice/d10": "十面骰"}
_ROLES = {"leader": "组长", "member": "组员"}


def label(state: str) -> str:
    """A state in the words of a page."""
    return STATE_LABELS[state]


def local(text: str) -> str:
    """A protocol time as an office clock shows it."""
    return f"{parse_time(text).astimezone(_SHANGHAI):%Y-%m-%d %H:%M:%S}"


def plan(printer: Printer, plan: Plan, folder: Path) -> None:
    """The announcement."""
    digest = plan_hash(suite_named(plan["suite"]), plan)
    beacon = plan["beacon"]
    printer.title("抽取公告", "第十三条、第十四条")
    printer.facts(
        {
            "名称": plan["title"],
            "抽取编号": plan["draw_id"],
            "随机数贡献方": "、".join(plan["contributors"]),
            "承诺截止": local(plan["commit_by"]),
            "揭示截止": local(plan["reveal_by"]),
            "公开随机数": f"{_SOURCES.get(beacon['source'], 'drand')} 第 {beacon['round']} 期，最早 {not_before(beacon).astimezone(_SHANGHAI):%Y-%m-%d %H:%M:%S}",
            "方案摘要": digest,
        }
    )
    rows = [
        (library or "—", name, rule["ratio"], rule.get("min", 0))
        for library, strata in libraries_of(plan).items()
        for name, rule in strata.items()
    ]
    if rows:
        printer.table("抽取比例（第六条（三））", ("对象库", "类别", "比例", "最少户数"), rows, numbers=2)
    printer.say(f"封存密钥在 {folder}-private，请由名录库管理员保管，不得传阅。")
    printer.result({"plan": dict(plan), "plan_hash": digest})


def reading(printer: Printer, read: RosterReading[Any]) -> None:
    """What an import found, in one line; the whole report is `roster check`."""
    counts = "，".join(f"{name} {count}" for name, count in read.counts.items() if count)
    printer.say(f"{read.title}：{counts}")


def frozen(printer: Printer, folder: DrawFolder, rosters: FrozenRosters) -> None:
    """Counts per stratum and exclusion code, roots and context."""
    printer.title("名录已冻结", "第十条、第十四条")
    for library, part in rosters.subjects.items():
        names = sorted({row.stratum for row in part.rows})
        codes = sorted({row.elig for row in part.rows})
        rows: list[Sequence[object]] = []
        for name in names:
            held = [row.elig for row in part.rows if row.stratum == name]
            rows.append((name, len(held), *(held.count(code) for code in codes)))
        columns = ("类别", "户数", *(_ELIG.get(code, code) for code in codes))
        printer.table(f"检查对象 {library} {len(part.rows)} 户", columns, rows, numbers=len(columns) - 1)
    people = rosters.inspectors.rows
    if people:
        depts = sorted({row.dept for row in people})
        rows = [
            (
                dept,
                sum(row.dept == dept for row in people),
                sum(row.dept == dept and row.elig == ELIGIBLE for row in people),
            )
            for dept in depts
        ]
        printer.table("执法检查人员", ("部门", "人数", "可抽"), rows, numbers=2)
    context = folder.read("freeze.json")["context"]
    printer.facts(
        {"对象名录承诺": rosters.subject_commit, "人员名录承诺": rosters.inspector_commit, "抽取上下文": context}
    )
    printer.result({"context": context, **folder.read("freeze.json")["counts"]})


def drawn(printer: Printer, folder: DrawFolder, written: Written) -> None:
    """The drawn lists, for the office."""
    outcome, rosters = written.outcome, folder.rosters()
    assert outcome is not None  # a draw that ran has an outcome
    names = {opened.handle: opened for opened in rosters.opened_subjects}
    libraries = outcome.selection if "libraries" in folder.plan else {"": outcome.selection}
    rows = [
        (library or "—", name, part["n_base"], part["n_elig"], part["k"], part["shortfall"] or "—")
        for library, strata in libraries.items()
        for name, part in strata.items()
    ]
    printer.title("抽取结果", "第六条（三）、第十四条")
    printer.table("应抽与已抽", ("对象库", "类别", "库内户数", "可抽", "抽取", "缺口"), rows, numbers=4)
    people = {opened.handle: opened.pid.removeprefix("cert:") for opened in rosters.inspectors.opened}
    teams(printer, outcome.assignment, people)
    if outcome.assignment is None:
        printer.say(
            f"执法检查人员不足：岗位 {outcome.blocking} 不能同时配齐（E16-4，第十六条）。对象名单有效，请另行抽取人员。"
        )
    for team, handles in outcome.batches.items():
        listed = [(names[handle].row["name"], names[handle].id.partition(":")[2]) for handle in handles[:5]]
        printer.table(
            f"{team} 检查 {len(handles)} 户" + ("（列前 5 户）" if len(handles) > 5 else ""), ("名称", "代码"), listed
        )
    tell_ticket(printer, folder, outcome.batches)
    verdict = written.report
    printer.say(
        f"独立重算：通过 {verdict.count(PASS)} 项，不符 {verdict.count(FAIL)} 项，未查 {verdict.count(SKIP)} 项（日志未建）。"
    )
    printer.facts(
        {"公开记录": written.public, "审计记录（不得传阅）": written.auditor, "结果摘要": outcome.result_hash}
    )
    printer.result(
        {
            "result_hash": outcome.result_hash,
            "record": f"{written.public}",
            "auditor_record": f"{written.auditor}",
            "drawn": {team: len(handles) for team, handles in outcome.batches.items()},
        }
    )


def teams(printer: Printer, assignment: Sequence[Mapping[str, Any]] | None, people: Mapping[str, str]) -> None:
    """Teams with their people."""
    rows = [
        (
            number,
            entry["team"],
            _ROLES.get(entry["role"], entry["role"]),
            entry["dept"],
            people.get(entry["handle"], entry["handle"]),
        )
        for number, entry in enumerate(assignment or [])
    ]
    if rows:
        printer.table("检查小组（第十六条）", ("岗位", "小组", "职责", "部门", "执法证号"), rows)


def tell_ticket(printer: Printer, folder: DrawFolder, batches: Mapping[str, Sequence[str]]) -> None:
    """The one-line check anybody can type: a drawn firm's ticket is one SHA-256."""
    ceremony, _ = folder.replay()
    handle = next((handles[0] for handles in batches.values() if handles), "")
    if handle and ceremony.plan["suite"] == "SHA256":
        printer.say("手工核对任一户的票号，只需一行：")
        printer.say(f"  {ticket_line(ceremony, handle)}")


def ticket_line(ceremony: Ceremony, handle: str) -> str:
    """`printf '%s%s' KEY HANDLE | sha256sum` for one handle."""
    key = ticket_key(ceremony.suite, ceremony.seed, SUBJECTS)
    return f"printf '%s%s' {key} {handle} | sha256sum"


def opened(printer: Printer, folder: DrawFolder, bundles: Sequence[Path]) -> None:
    """What a firm's bundle says, in plain words."""
    ceremony, _ = folder.replay()
    told = []
    for path in bundles:
        bundle = json.loads(path.read_bytes())
        place = bundle["place"]
        drawn_words = f"已抽中，由 {place['team']} 检查" if place else "未抽中"
        printer.say(f"{bundle['row']['name']}：{drawn_words}。凭证 {path}")
        printer.say("凭证只交该户本人。窗口对外在规定日期前对所有企业同样答复，见方案 openings_from。")
        if ceremony.plan["suite"] == "SHA256":
            printer.say(f"  {ticket_line(ceremony, bundle['handle'])}")
        told.append({"file": f"{path}", "drawn": place is not None, "handle": bundle["handle"]})
    printer.result({"bundles": told})


def standing(printer: Printer, folder: DrawFolder, at: datetime) -> None:
    """Where the draw stands, what is next, who must act, until when (第十三条)."""
    ceremony, _ = folder.replay()
    printer.title(f"{ceremony.plan['title']}")
    committed = [who for who in ceremony.plan["contributors"] if who in ceremony.commits]
    step = next_step(ceremony, at)
    printer.facts(
        {
            "抽取编号": ceremony.plan["draw_id"],
            "状态": label(ceremony.state),
            "承诺": f"{'、'.join(committed) or '无'}（截止 {local(ceremony.plan['commit_by'])}）",
            "揭示": f"{'、'.join(ceremony.secrets) or '无'}（截止 {local(ceremony.plan['reveal_by'])}）",
            "下一步": step,
        }
    )
    printer.result(
        {
            "state": ceremony.state,
            "committed": committed,
            "revealed": list(ceremony.secrets),
            "next": step,
            "reason": dict(ceremony.reason),
        }
    )


def next_step(ceremony: Ceremony, at: datetime) -> str:
    """The next act as a sentence."""
    plan = ceremony.plan
    silent = [who for who in plan["contributors"] if who not in ceremony.commits]
    if ceremony.state in (DRAWN, VOID, ABORTED):
        return {DRAWN: "核验并派发：shuangsuiji draw verify", VOID: "以新编号重新公告", ABORTED: "以新编号重新公告"}[
            ceremony.state
        ]
    if ceremony.state == SEEDED:
        return "抽取：shuangsuiji draw run"
    if ceremony.state == PLANNED:
        return f"冻结名录，须早于 {local(plan['commit_by'])}：shuangsuiji draw freeze"
    if ceremony.state == FROZEN and silent and at <= parse_time(plan["commit_by"]):
        return f"{'、'.join(silent)} 提交承诺：shuangsuiji draw commit"
    unrevealed = [who for who in ceremony.commits if who not in ceremony.secrets]
    if unrevealed and at <= parse_time(plan["reveal_by"]):
        return f"{'、'.join(unrevealed)} 揭示：shuangsuiji draw reveal"
    return f"录入公开随机数，不早于 {not_before(plan['beacon']).astimezone(_SHANGHAI):%Y-%m-%d %H:%M:%S}：shuangsuiji draw number"
