"""What a clerk sees after each act: where the draw stands, counts, lists, the one-line check of a ticket.

Source: 第十三条 (what is next, who, until when), 第十四条, 第十六条.
Never: the class of a named firm in anything that goes into the public folder; these tables are for the office.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from shuangsuiji.core.canonical import suite_named
from shuangsuiji.core.draw.beacon import DICE, DRAND, SSQ, not_before
from shuangsuiji.core.draw.ceremony import STATE_LABELS, Ceremony
from shuangsuiji.core.draw.freeze import FrozenRosters
from shuangsuiji.core.draw.outcome import Outcome
from shuangsuiji.core.draw.plan import Plan, is_rehearsal, libraries_of, plan_hash
from shuangsuiji.core.draw.tickets import SUBJECTS, ticket_key
from shuangsuiji.foundation.sheets.readings import RosterReading
from shuangsuiji.verify.verdict import FAIL, PASS, SKIP
from shuangsuiji.web.console.ceremony.afterwards import Opening
from shuangsuiji.web.console.ceremony.folder import FREEZE, NUMBER, DrawFolder
from shuangsuiji.web.console.ceremony.lists import ROLES, Firm, drawn_firms, posts, strata_drawn
from shuangsuiji.web.console.ceremony.next_step import next_step
from shuangsuiji.web.console.ceremony.records import Written
from shuangsuiji.web.console.clock import local
from shuangsuiji.web.console.words import Printer

_ELIG = {"E": "可抽", "X1": "X1 本年已查", "X2": "X2 注销等", "X3": "X3 其他", "X4": "X4 其他"}
_ELIG_PEOPLE = {"E": "可抽", "X2": "X2 证件无效", "X3": "X3 请假", "X4": "X4 其他"}
_FIRMS_TOLD = 5


def public_number(beacon: Mapping[str, Any]) -> str:
    """Which public number, of which round, not before when."""
    named = {
        DICE: f"十面骰 {beacon.get('digits')} 枚，第 {beacon['round']} 次投掷",
        SSQ: f"双色球第 {beacon['round']} 期",
        DRAND: f"drand 第 {beacon['round']} 期",
    }
    return f"{named[beacon['source']]}，最早 {local(not_before(dict(beacon)))}"


def plan(printer: Printer, plan: Plan, folder: DrawFolder) -> None:
    """The announcement."""
    digest = plan_hash(suite_named(plan["suite"]), plan)
    printer.title("抽取公告" + ("（演练，不能派发或公示）" if is_rehearsal(plan) else ""), "第十三条、第十四条")
    printer.facts(
        {
            "名称": plan["title"],
            "抽取编号": plan["draw_id"],
            "随机数贡献方": "、".join(plan["contributors"]),
            "承诺截止": local(plan["commit_by"]),
            "揭示截止": local(plan["reveal_by"]),
            "公开随机数": public_number(plan["beacon"]),
            "方案摘要": digest,
        }
    )
    if "dispatched" in plan:
        received = plan["dispatched"]
        origin = received["draw_id"] or received["source"]["document"]
        printer.say(
            f"检查对象 {len(received['handles'])} 户来自 {origin}，不再抽取（第十二条）；本次只抽取执法检查人员。"
        )
    several = "libraries" in plan
    rows = [
        (*((library,) if several else ()), name, rule["ratio"], rule.get("min", 0))
        for library, strata in libraries_of(plan).items()
        for name, rule in strata.items()
    ]
    if rows:
        columns = (*(("对象库",) if several else ()), "类别", "比例", "最少户数")
        printer.table("抽取比例（第六条（三））", columns, rows, numbers=2)
    printer.say(f"封存密钥在 {folder.private}，请由名录库管理员保管，不得传阅。")
    printer.result({"plan": dict(plan), "plan_hash": digest, "private": f"{folder.private}"})


def reading(printer: Printer, read: RosterReading[Any]) -> None:
    """What an import found, in one line; the whole report is `roster check`."""
    counts = "，".join(f"{name} {count}" for name, count in read.counts.items() if count)
    printer.say(f"{read.title} {read.source.name}：{counts}")


def frozen(printer: Printer, folder: DrawFolder, rosters: FrozenRosters) -> None:
    """Counts per stratum and exclusion code, roots and context."""
    printer.title("名录已冻结", "第十条、第十四条")
    for library, part in rosters.subjects.items():
        names, codes = sorted({row.stratum for row in part.rows}), sorted({row.elig for row in part.rows})
        rows = []
        for name in names:
            held = [row.elig for row in part.rows if row.stratum == name]
            rows.append((name, len(held), *(held.count(code) for code in codes)))
        columns = ("类别", "户数", *(_ELIG.get(code, code) for code in codes))
        title = " ".join(("检查对象", *((library,) if library else ()), f"{len(part.rows)} 户"))
        printer.table(title, columns, rows, numbers=len(columns) - 1)
    if rosters.received:
        printer.say(f"检查对象 {len(rosters.received)} 户，与方案所列逐一相符（第十二条）。")
    _people(printer, rosters)
    act = folder.read(FREEZE)
    facts = {"对象名录承诺": rosters.subject_commit, "人员名录承诺": rosters.inspector_commit}
    printer.facts({**{name: digest for name, digest in facts.items() if digest}, "抽取上下文": act["context"]})
    printer.result({"context": act["context"], **act["counts"]})


def _people(printer: Printer, rosters: FrozenRosters) -> None:
    people = rosters.inspectors.rows
    if not people:
        return
    codes = sorted({row.elig for row in people})
    rows = []
    for dept in sorted({row.dept for row in people}):
        held = [row.elig for row in people if row.dept == dept]
        rows.append((dept, len(held), *(held.count(code) for code in codes)))
    columns = ("部门", "人数", *(_ELIG_PEOPLE.get(code, code) for code in codes))
    printer.table(f"执法检查人员 {len(people)} 名", columns, rows, numbers=len(columns) - 1)


def drawn(printer: Printer, folder: DrawFolder, written: Written) -> None:
    """The drawn lists, for the office."""
    ceremony, _ = folder.replay()
    outcome, rosters, plan = written.outcome, folder.rosters(), ceremony.plan
    assert outcome is not None  # a draw that ran has an outcome
    printer.title("抽取结果", "第六条（三）、第十四条")
    _quotas(printer, plan, outcome)
    firms = drawn_firms(plan, outcome, rosters)
    _firms(printer, firms, outcome.batches)
    _teams(printer, folder, outcome, rosters)
    if firms and ceremony.plan["suite"] == "SHA256":
        first = next(iter(handle for handles in outcome.batches.values() for handle in handles), "")
        first = first or next(part["selected"][0]["handle"] for _, _, part in strata_drawn(plan, outcome) if part["k"])
        printer.say("手工核对任一户的票号，只需一行（如名单第一户）：")
        printer.say(f"  {ticket_line(ceremony, first)}")
    _verdict(printer, written, plan)
    printer.facts(
        {
            "公开记录": written.public,
            "审计记录（不得传阅）": written.auditor,
            "完整名单（不得传阅）": written.lists,
            "结果摘要": outcome.result_hash,
        }
    )
    printer.result(
        {
            "result_hash": outcome.result_hash,
            "record": f"{written.public}",
            "auditor_record": f"{written.auditor}",
            "list": f"{written.lists}",
            "drawn": {team: len(handles) for team, handles in outcome.batches.items()} or len(firms),
            "assigned": outcome.assignment is not None,
            "blocking": outcome.blocking,
            "rehearsal": is_rehearsal(plan),
        }
    )


def _quotas(printer: Printer, plan: Plan, outcome: Outcome) -> None:
    several = "libraries" in plan
    rows = [
        (*((library,) if several else ()), name, part["n_base"], part["n_elig"], part["k"], part["shortfall"] or "—")
        for library, name, part in strata_drawn(plan, outcome)
    ]
    if not rows:
        return
    columns = (*(("对象库",) if several else ()), "类别", "库内户数", "可抽", "抽取", "缺口")
    printer.table("应抽与已抽", columns, rows, numbers=4)
    if any(part["shortfall"] for _, _, part in strata_drawn(plan, outcome)):
        printer.say("有缺口的类别：可抽户数少于应抽户数（空库或多数已排除），请确认缺口原因（E06-11，第六条（三））。")


def _firms(printer: Printer, firms: Sequence[Firm], batches: Mapping[str, Sequence[str]]) -> None:
    if not batches:
        printer.table(f"抽中 {len(firms)} 户{_first_few(len(firms))}", ("名称", "代码"), _named(firms))
    for team, handles in batches.items():
        own = [firm for firm in firms if firm.team == team]
        printer.table(f"{team} 检查 {len(handles)} 户{_first_few(len(handles))}", ("名称", "代码"), _named(own))


def _named(firms: Sequence[Firm]) -> list[tuple[str, str]]:
    return [(firm.name, firm.code) for firm in firms[:_FIRMS_TOLD]]


def _first_few(count: int) -> str:
    return f"（列前 {_FIRMS_TOLD} 户）" if count > _FIRMS_TOLD else ""


def _teams(printer: Printer, folder: DrawFolder, outcome: Outcome, rosters: FrozenRosters) -> None:
    rows = [(post.number, post.team, post.role, post.dept, post.drawn) for post in posts(outcome, rosters)]
    if rows:
        printer.table("检查小组（第十六条）", ("岗位", "小组", "职责", "部门", "执法证号"), rows)
    if outcome.assignment is None:
        short = [outcome.slots[number] for number in outcome.blocking]
        wanted = "、".join(f"{team} {ROLES.get(role, role)}（{dept}）" for team, role, dept, _ in short)
        printer.say(f"执法检查人员不足，以下岗位不能同时配齐：{wanted}（E16-4，第十六条）。")
        printer.say(
            "原因是符合部门和资格的人员不够，或应回避、证件无效、请假。可向其他部门或上级借调，更新人员名录后另行抽取。"
        )
        printer.say(
            f"检查对象名单有效，不重抽。人员另抽：shuangsuiji draw plan 新文件夹 --subjects-of {folder.path} --settings settings.json"
        )


def _verdict(printer: Printer, written: Written, plan: Plan) -> None:
    told = written.report
    printer.say(
        f"独立重算：通过 {told.count(PASS)} 项，不符 {told.count(FAIL)} 项，未查 {told.count(SKIP)} 项（未入日志）。"
    )
    if is_rehearsal(plan):
        printer.say("这是演练：V03 按规定不通过，结果不能派发或公示（E14-6，第十四条）。")


def ticket_line(ceremony: Ceremony, handle: str) -> str:
    """`printf '%s%s' KEY HANDLE | sha256sum` for one handle."""
    key = ticket_key(ceremony.suite, ceremony.seed, SUBJECTS)
    return f"printf '%s%s' {key} {handle} | sha256sum"


def opened(printer: Printer, folder: DrawFolder, openings: Sequence[Opening]) -> None:
    """What a firm's bundles say, in plain words."""
    ceremony, _ = folder.replay()
    for opening in openings:
        bundle, library = opening.bundle, f"{opening.drawn_from}：" if opening.drawn_from else ""
        by = f"，由 {bundle['place']['team']} 检查" if opening.drawn and bundle["place"] else ""
        words = f"已抽中{by}" if opening.drawn else "未抽中"
        printer.say(f"{bundle['row']['name']}：{library}{words}。凭证 {opening.file}")
    if ceremony.plan["suite"] == "SHA256":
        printer.say("核对票号：")
        printer.say(f"  {ticket_line(ceremony, openings[0].bundle['handle'])}")
    if ceremony.reason:
        printer.say(f"注意：本次抽取{STATE_LABELS[ceremony.state]}，凭证只说明当时的名录和名单。")
    since = ceremony.plan.get("openings_from")
    answer = f"；{local(since)} 之前，窗口对任何企业的答复应相同，不得透露是否抽中" if since else ""
    printer.say(f"凭证只交该户本人（第十九条（二））{answer}。")
    told = [
        {
            "file": f"{opening.file}",
            "drawn": opening.drawn,
            "handle": opening.bundle["handle"],
            "library": opening.drawn_from,
        }
        for opening in openings
    ]
    printer.result({"bundles": told})


def standing(printer: Printer, folder: DrawFolder, at: datetime) -> None:
    """Where the draw stands, what is next, who must act, until when (第十三条)."""
    ceremony, _ = folder.replay()
    plan = ceremony.plan
    committed = [who for who in plan["contributors"] if who in ceremony.commits]
    revealed = [who for who in plan["contributors"] if who in ceremony.secrets]
    step = next_step(folder, at)
    value = folder.read(NUMBER)["value"] if folder.has(NUMBER) else ""
    printer.title(plan["title"])
    facts = {
        "抽取编号": plan["draw_id"],
        "状态": STATE_LABELS[ceremony.state] + ("（演练）" if is_rehearsal(plan) else ""),
        "方案摘要": plan_hash(ceremony.suite, plan),
        "抽取上下文": ceremony.context or "名录尚未冻结",
        "承诺": f"{'、'.join(committed) or '无'}（截止 {local(plan['commit_by'])}）",
        "揭示": f"{'、'.join(revealed) or '无'}（截止 {local(plan['reveal_by'])}）",
        "公开随机数": public_number(plan["beacon"]) + (f"，已录入 {value}" if value else ""),
    }
    if ceremony.reason:
        facts["原因"] = f"{ceremony.reason['code']} {ceremony.reason['text']}"
    if folder.replacements():
        facts["人员更换"] = f"{len(folder.replacements())} 次（第十五条）"
    printer.facts({**facts, "下一步": step})
    printer.result(
        {
            "state": ceremony.state,
            "draw_id": plan["draw_id"],
            "committed": committed,
            "revealed": revealed,
            "next": step,
            "reason": dict(ceremony.reason),
            "replacements": len(folder.replacements()),
            "record": folder.newest_record.name if folder.version else "",
        }
    )
