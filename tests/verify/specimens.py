"""Complete draws from synthetic data, made by the real writer: what a good record of every kind looks like.

Every name, code, key and number here is invented or a digest of a label, so that the same bytes come out on every machine.
The one thing from outside is drand quicknet round 123, a public number with its signature.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from shuangsuiji.core.canonical import suite_named
from shuangsuiji.core.draw.beacon import DICE, DRAND, SSQ, drand_value, not_before
from shuangsuiji.core.draw.ceremony import (
    COMMITTED,
    DRAWN,
    FROZEN,
    PLANNED,
    REVEALED,
    SEEDED,
    Ceremony,
    commit_of,
)
from shuangsuiji.core.draw.freeze import (
    FrozenRosters,
    InspectorEntry,
    SubjectEntry,
    freeze_rosters,
    seal_inspector,
)
from shuangsuiji.core.draw.grammar import parse_time
from shuangsuiji.core.draw.opening import openings_of
from shuangsuiji.core.draw.outcome import Outcome
from shuangsuiji.core.draw.plan import plan_refusals, shape_refusals
from shuangsuiji.core.draw.record import (
    AUDITOR,
    PUBLIC,
    Fields,
    Proceedings,
    file_reference,
    write_document,
    write_record,
)
from shuangsuiji.core.draw.refusal import refuse_any
from shuangsuiji.core.draw.replacement import APPROVER, Substitute, TeamsNow, replace_inspector
from shuangsuiji.core.draw.roster import write_csv, write_jsonl
from shuangsuiji.core.draw.sealing import key_commitment_of
from shuangsuiji.verify.engine import floors
from tests.synthetic import certificate_number, valid_uscc

TOWNS = ("410928100", "410928101", "410928102", "410928200")
CONTRIBUTORS = ("rsj", "jijian", "gongzheng")
SLOTS = [["leader", "rsj", ["law"]], ["member", "scjgj", ["law"]], ["member", "xfdd", ["fire"]]]
DRAND_SIGNATURE = "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92"

DRAND_TIMES: Fields = {
    "commit_by": "2023-08-23T14:00:00Z",
    "reveal_by": "2023-08-23T15:00:00Z",
    "beacon": {"source": DRAND, "round": "123"},
    "openings_from": "2023-12-31T16:00:00Z",
}
SSQ_TIMES: Fields = {
    "commit_by": "2026-11-20T02:00:00Z",
    "reveal_by": "2026-11-20T03:00:00Z",
    "beacon": {"source": SSQ, "round": "2026135", "not_before": "2026-11-22T12:00:00Z"},
    "openings_from": "2026-12-31T16:00:00Z",
}
DICE_TIMES: Fields = {
    **SSQ_TIMES,
    "beacon": {"source": DICE, "round": "1", "digits": 20, "not_before": "2026-11-20T03:30:00Z"},
}
VALUES = {DRAND: drand_value(DRAND_SIGNATURE) or "", SSQ: "01-05-12-19-23-30+07", DICE: "48291038475610293847"}
CLASSES: Fields = {
    "A": {"ratio": "1%", "min": 1},
    "B": {"ratio": "3%", "min": 1},
    "C": {"ratio": "10%"},
    "D": {"ratio": "20%", "min": 3},
}


def digest(label: str) -> str:
    """64 hexadecimal characters fixed by a label: what a key or a contributor's number is in a specimen."""
    return hashlib.sha256(f"specimen/{label}".encode()).hexdigest()


def firms(start: int, counts: Mapping[str, int], excluded: Mapping[int, str] | None = None) -> list[SubjectEntry]:
    """Entries numbered from `start`, stratum after stratum; `excluded` maps a number to its exclusion code."""
    strata = [stratum for stratum, count in counts.items() for _ in range(count)]
    return [
        SubjectEntry(
            f"uscc:{valid_uscc(number)}",
            stratum,
            (excluded or {}).get(number, "E"),
            {"name": f"示例企业{number:03d}", "town": TOWNS[number * 7 % 4]},
        )
        for number, stratum in enumerate(strata, start)
    ]


def inspectors(
    recusals: Mapping[int, Sequence[str]] | None = None, cap: int = 2, each: int = 3
) -> list[InspectorEntry]:
    """`each` people in each of three departments, the last one of the first department on leave."""
    people = []
    for department, (code, quals) in enumerate(
        [("rsj", ("law",)), ("scjgj", ("law", "food")), ("xfdd", ("fire", "law"))], 1
    ):
        for person in range(1, each + 2 if code == "rsj" else each + 1):
            number = department * 10 + person
            people.append(
                InspectorEntry(
                    f"cert:{certificate_number(department, person)}",
                    code,
                    quals,
                    "X3" if person > each else "E",
                    cap,
                    tuple((recusals or {}).get(number, ())),
                )
            )
    return people


def keys_for(label: str, *kinds: str) -> dict[str, bytes]:
    """A sealing key per roster kind."""
    return {kind: bytes.fromhex(digest(f"{label}/key/{kind}")) for kind in kinds}


def plan_for(task_id: str, keys: Mapping[str, bytes], times: Fields, **members: Any) -> Fields:
    """A plan with what all specimens have in common; its key commitments come from `keys`. Refused like any other plan."""
    plan: Fields = {
        "v": "ssj-draw/1",
        "suite": "SHA256",
        "task_id": task_id,
        "draw_id": f"{task_id}/1",
        "title": "示例县劳动用工抽查",
        "lead": "rsj",
        "members": ["scjgj", "xfdd"],
        "contributors": list(CONTRIBUTORS),
        "handles": {"subject": "sealed" if "subject" in keys else "open", "inspector": "sealed"},
        "teams": {"count": 3, "slots": SLOTS},
        **times,
        **members,
    }
    suite = suite_named(plan["suite"])
    commitments = {kind: key_commitment_of(suite, key) for kind, key in keys.items()}
    plan["salt_key_commit"] = commitments if len(commitments) > 1 else next(iter(commitments.values()))
    plan = {name: value for name, value in plan.items() if value is not None}
    refuse_any(shape_refusals(plan))
    refuse_any(plan_refusals(plan, floors()))
    return plan


def hold(
    plan: Fields,
    rosters: FrozenRosters | None,
    keys: Mapping[str, bytes],
    *,
    until: str = DRAWN,
    silent: Sequence[str] = (),
    value: str = "",
) -> Proceedings:
    """Hold the ceremony up to a state, with every act on time; `silent` contributors commit and never reveal."""
    ceremony = Ceremony(plan)
    early = parse_time(plan["commit_by"]) - timedelta(hours=1)
    steps = [PLANNED, FROZEN, COMMITTED, REVEALED, SEEDED, DRAWN].index(until)
    if steps and rosters is not None:
        ceremony = ceremony.freeze(rosters.subject_commit, rosters.inspector_commit, at=early)
    if steps > 1:
        ceremony = _committed(ceremony, early)
    if steps > 2:
        ceremony = _revealed(ceremony, silent)
    if steps > 3:
        number = value or VALUES[plan["beacon"]["source"]]
        ceremony = ceremony.record_number(number, at=not_before(plan["beacon"])).draw()
    evidence = {"beacon_signature": DRAND_SIGNATURE} if plan["beacon"]["source"] == DRAND else {}
    return Proceedings(ceremony, until, rosters if steps else None, keys, evidence if steps > 3 else {})


def secret_of(plan: Fields, who: str) -> str:
    """The number a contributor made for this draw."""
    return digest(f"{plan['draw_id']}/secret/{who}")


def _committed(ceremony: Ceremony, at: datetime) -> Ceremony:
    plan = ceremony.plan
    for who in plan["contributors"]:
        commitment = commit_of(ceremony.suite, plan["draw_id"], ceremony.context, who, secret_of(dict(plan), who))
        ceremony = ceremony.commit(who, commitment, at=at)
    return ceremony.close_commits(at=at)


def _revealed(ceremony: Ceremony, silent: Sequence[str]) -> Ceremony:
    plan = ceremony.plan
    for who in plan["contributors"]:
        if who not in silent:
            ceremony = ceremony.reveal(who, secret_of(dict(plan), who), at=parse_time(plan["reveal_by"]))
    return ceremony.close_reveals(at=parse_time(plan["reveal_by"]) + timedelta(seconds=1))


def outcome_of(proceedings: Proceedings) -> Outcome:
    """The drawn lists of proceedings that have some."""
    outcome = proceedings.outcome()
    assert outcome is not None
    return outcome


# ------------------------------------------------------------------------------------------------------------- the draws


@cache
def sealed() -> Proceedings:
    """Risk classes A–D, sealed; drand; one contributor committed and never revealed; excluded firms; two declared conflicts."""
    keys = keys_for("sealed", "subject", "inspector")
    plan = plan_for(
        "410928/rsj/2023/yonggong",
        keys,
        DRAND_TIMES,
        strata=CLASSES,
        risk_classes=True,
        cap_ladder=[0, 1, 2],
        exclusions={"X3": "信访事项办理期间暂不抽取（示例文件3号）"},
    )
    subjects = firms(1, {"A": 20, "B": 18, "C": 11, "D": 6}, {3: "X1", 22: "X1", 41: "X2", 53: "X3"})
    conflicts = [entry.id for entry in subjects]
    people = inspectors({11: conflicts[38:50:4], 21: conflicts[50:52], 31: [conflicts[0], conflicts[54]]})
    rosters = freeze_rosters(plan, {"": subjects}, people, keys)
    return hold(plan, rosters, keys, silent=["gongzheng"])


@cache
def opened() -> Proceedings:
    """Open strata that say nothing about a firm, two of them named by numbers; dice; an exclusion rule of its own."""
    keys = keys_for("open", "inspector")
    plan = plan_for(
        "410928/rsj/2026/peixun",
        keys,
        DICE_TIMES,
        title="示例县职业培训机构抽查",
        strata={
            "school": {"ratio": "3.5%", "min": 1},
            "agency": {"ratio": "12%"},
            "10": {"ratio": "50%"},
            "9": {"ratio": "2%", "min": 1},
        },
        announce="at-draw",
        openings_from=None,
        exclusions={"X1": "本年度已接受检查（第九条）", "X11": "正在办理注销（示例文件1号）"},
        alternates=3,
    )
    subjects = firms(101, {"school": 20, "agency": 12, "10": 5}, {104: "X1", 125: "X11"})
    # An object (第二条) and an old registration are subjects like any other.
    subjects[1] = subjects[1]._replace(id="obj:peixun/2026-07")
    subjects[2] = subjects[2]._replace(id="reg:410928100000017")
    rosters = freeze_rosters(plan, {"": subjects}, inspectors({22: [subjects[20].id]}), keys)
    return hold(plan, rosters, keys)


@cache
def joint() -> Proceedings:
    """A joint draw over three libraries, with firms that stand in several of them and people who must be passed over."""
    keys = keys_for("joint", "subject", "inspector")
    plan = plan_for(
        "410928/rsj/2026/lianhe",
        keys,
        SSQ_TIMES,
        title="示例县部门联合抽查",
        libraries={
            "yonggong": {"strata": {"A": {"ratio": "5%"}, "B": {"ratio": "10%"}, "D": {"ratio": "20%", "min": 1}}},
            "xiaofang": {"strata": {"key": {"ratio": "20%"}, "other": {"ratio": "5%"}}},
            "shipin": {"strata": {"all": {"ratio": "10%"}}},
        },
        risk_classes=True,
        result_link="none",
        teams={
            "count": 3,
            "slots": [["leader", "rsj", ["law"]], ["member", "scjgj", ["law"]], ["member", "scjgj", ["food"]]],
        },
    )
    libraries = {
        "yonggong": firms(201, {"A": 8, "B": 6, "D": 3}, {202: "X1"}),
        "xiaofang": firms(205, {"key": 6, "other": 8}),
        "shipin": firms(210, {"all": 14}, {211: "X2"}),
    }
    people = inspectors({11: [libraries["shipin"][0].id]}, cap=1)
    # As many people with the second qualification as slots that need it: look-ahead has to pass over some of them.
    people += [
        InspectorEntry(f"cert:{certificate_number(2, person)}", "scjgj", ("law",), "E", 1) for person in (4, 5, 6)
    ]
    return hold(plan, freeze_rosters(plan, libraries, people, keys), keys)


_SMALL = {"A": 10, "B": 8, "C": 6, "D": 4}


def _small(label: str, times: Fields, **members: Any) -> tuple[Fields, FrozenRosters, dict[str, bytes]]:
    """Plan, rosters and keys of a small sealed draw with risk classes."""
    keys = keys_for(label, "subject", "inspector")
    plan = plan_for(f"410928/rsj/2026/{label}", keys, times, **{"strata": CLASSES, "risk_classes": True, **members})
    subjects = firms(301, _SMALL, {305: "X1"})
    rosters = freeze_rosters(plan, {"": subjects}, inspectors({12: [subjects[26].id]}), keys)
    return plan, rosters, keys


@cache
def subjects_only() -> Proceedings:
    """Mode `subjects` (第十四条): the departments draw their own people afterwards."""
    keys = keys_for("subjects", "subject")
    plan = plan_for(
        "410928/rsj/2026/paifa",
        keys,
        SSQ_TIMES,
        mode="subjects",
        strata=CLASSES,
        risk_classes=True,
        teams=None,
    )
    rosters = freeze_rosters(plan, {"": firms(401, _SMALL, {402: "X2"})}, (), keys)
    return hold(plan, rosters, keys)


@cache
def inspectors_only() -> Proceedings:
    """Mode `inspectors` of one department among several, for the subjects drawn by `subjects_only`."""
    source = subjects_only()
    lists = outcome_of(source)
    return _received(
        "410928/rsj/2026/paifa/scjgj",
        source,
        {"draw_id": source.ceremony.plan["draw_id"], "result_hash": lists.result_hash},
        teams={"count": 2, "slots": [["member", "scjgj", ["law"]], ["member", "scjgj", ["food"]]]},
    )


def _received(task_id: str, source: Proceedings, origin: Fields, **members: Any) -> Proceedings:
    """Draw inspectors for the subjects another draw dispatched, under the key that sealed them there."""
    lists, rosters = outcome_of(source), source.rosters
    assert rosters is not None
    chosen = {entry["handle"] for part in lists.selection.values() for entry in part["selected"]}
    attrs = {row.handle: row.attrs for frozen in rosters.subjects.values() for row in frozen.rows}
    received = [opened for opened in rosters.opened_subjects if opened.handle in chosen]
    keys = {**source.keys, "inspector": keys_for(task_id, "inspector")["inspector"]}
    dispatched = {
        **origin,
        "handles": sorted(chosen),
        "attrs": [attrs[handle] for handle in sorted(chosen)],
    }
    plan = plan_for(task_id, keys, DICE_TIMES, mode="inspectors", dispatched=dispatched, **members)
    people = inspectors({21: [received[0].id]})
    return hold(plan, freeze_rosters(plan, {}, people, keys, received), keys)


@cache
def inspectors_open() -> Proceedings:
    """Mode `inspectors` for an open list that came from an upper level (第十二条)."""
    source = opened()
    return _received(
        "410928/rsj/2026/shangji",
        source,
        {"draw_id": "", "result_hash": "", "source": {"document": "示例市文件2号", "sha256": digest("upper/list")}},
        announce="at-draw",
    )


@cache
def void() -> Proceedings:
    """Voided before dispatch: stays public with all its data (decision 5)."""
    plan, rosters, keys = _small("zuofei", SSQ_TIMES)
    drawn = hold(plan, rosters, keys, silent=["jijian"])
    ended = drawn.ceremony.void("technical", "名录导入时漏列一个乡镇的检查对象")
    return replace(drawn, ceremony=ended, superseded_by="410928/rsj/2026/zuofei/2", version=2)


def _aborted(label: str, until: str, code: str, text: str, shadow_value: str = "") -> Proceedings:
    plan, rosters, keys = _small(label, SSQ_TIMES)
    reached = hold(plan, rosters, keys, until=until, silent=["jijian"])
    ended = reached.ceremony.abort(code, text, at=parse_time("2026-11-22T11:00:00Z"))
    return replace(reached, ceremony=ended, shadow_value=shadow_value)


@cache
def aborted_early() -> Proceedings:
    """Aborted before the freeze: nothing but head, plan and reason."""
    return _aborted("zhongzhi-a", PLANNED, "plan", "方案所列参与部门有误")


@cache
def aborted_frozen() -> Proceedings:
    """Aborted with rosters frozen and no commitment."""
    return _aborted("zhongzhi-b", FROZEN, "roster", "名录更新确认有误")


@cache
def aborted_committed() -> Proceedings:
    """Aborted with commitments in and no reveal."""
    return _aborted("zhongzhi-c", COMMITTED, "commits", "随机数贡献方设备故障")


@cache
def aborted_revealed() -> Proceedings:
    """Aborted after the reveals, before the public number exists."""
    return _aborted("zhongzhi-d", REVEALED, "technical", "开奖公告网站停止服务")


@cache
def aborted_shadow() -> Proceedings:
    """Aborted after the reveals; the number exists by now and shows what would have been drawn."""
    return _aborted("zhongzhi-e", REVEALED, "technical", "开奖公告网站停止服务", VALUES[SSQ])


@cache
def sm3() -> Proceedings:
    """The SM3 suite (GB/T 32905)."""
    plan, rosters, keys = _small("guomi", SSQ_TIMES, suite="SM3")
    return hold(plan, rosters, keys, silent=["gongzheng"])


@cache
def in_files() -> Proceedings:
    """A small draw for the record that keeps its rosters in files."""
    plan, rosters, keys = _small("wenjian", SSQ_TIMES)
    return hold(plan, rosters, keys)


@cache
def caps() -> Proceedings:
    """Too few people at their declared caps: the second step of the ladder is used."""
    return _short_of_people("shangxian", each=1, cap_ladder=[0, 2])


@cache
def blocked() -> Proceedings:
    """Too few people altogether: the subjects stand, the assignment is null and names the slots that block."""
    return _short_of_people("qianque", each=1, cap_ladder=[0, 1])


def _short_of_people(label: str, each: int, cap_ladder: list[int]) -> Proceedings:
    keys = keys_for(label, "subject", "inspector")
    plan = plan_for(
        f"410928/rsj/2026/{label}",
        keys,
        SSQ_TIMES,
        strata=CLASSES,
        risk_classes=True,
        cap_ladder=cap_ladder,
    )
    rosters = freeze_rosters(plan, {"": firms(301, _SMALL)}, inspectors(cap=1, each=each), keys)
    return hold(plan, rosters, keys)


# -------------------------------------------------------------------------------------------------------- replacements


def replaced(source: Proceedings) -> Proceedings:
    """The same draw after two replacements (第十五条): one by rank, one appointed from outside the frozen roster."""
    rosters, lists, plan = source.rosters, outcome_of(source), dict(source.ceremony.plan)
    assert rosters is not None
    assert lists.assignment is not None
    people = {row.handle: row for row in rosters.inspectors.rows}
    now = TeamsNow(lists.slots, lists.assignment, lists.batches)
    slot, successor = next((slot, who) for slot in range(len(lists.slots)) if (who := now.next_by_rank(slot)))
    known = Substitute(people[successor].dept, people[successor].quals, people[successor].elig)
    paper = {"at": "2026-11-25T01:00:00Z", "requested_by": "检查小组组长", "approved_by": APPROVER}
    first = replace_inspector(now, slot, successor, known, reason="health", **paper)
    now = replace(now, done=[first])
    newcomer = InspectorEntry(f"cert:{certificate_number(2, 9)}", "scjgj", ("law", "food"), "E", 1)
    row, behind = seal_inspector(source.ceremony.suite, plan, newcomer, source.keys)
    other = next(
        index for index, wanted in enumerate(lists.slots) if wanted[2] == "scjgj" and wanted[0] != lists.slots[slot][0]
    )
    stranger = Substitute(row.dept, row.quals, row.elig)
    paper["at"] = "2026-11-26T01:00:00Z"
    second = replace_inspector(now, other, row.handle, stranger, reason="other", text="参加市级专项执法行动", **paper)
    second["opening"] = {
        "pid": behind.pid,
        "salt": behind.salt,
        "dept": row.dept,
        "quals": list(row.quals),
        "recusal": behind.recusal,
    }
    return replace(source, replacements=[first, second], version=3)


@cache
def replaced_open() -> Proceedings:
    """Replacements that anybody may read: handles of people, never their names."""
    return replaced(opened())


@cache
def replaced_sealed() -> Proceedings:
    """Replacements of which the public learns the number only."""
    return replaced(sealed())


# --------------------------------------------------------------------------------------------------------------- files


@dataclass(frozen=True, slots=True)
class Document:
    """One good document: its bytes, the public record it belongs to (bundles only), and roster files beside it."""

    name: str
    raw: bytes
    record: str = ""
    files: Mapping[str, bytes] | None = None


def as_files(record: Fields, proceedings: Proceedings, label: str, form: str) -> tuple[Fields, dict[str, bytes]]:
    """A record whose rosters lie beside it as transport files (§3.2): subjects in `form`, inspectors as JSON-lines."""
    rosters = proceedings.rosters
    assert rosters is not None
    rows = rosters.subjects[""].rows
    files = {
        f"{label}-subjects.{form}": write_csv(rows) if form == "csv" else write_jsonl(rows),
        f"{label}-inspectors.jsonl": write_jsonl(rosters.inspectors.rows),
    }
    counts = (len(rows), len(rosters.inspectors.rows))
    references = [
        file_reference(name, name.rpartition(".")[2], raw, count)
        for (name, raw), count in zip(files.items(), counts, strict=True)
    ]
    subject, inspector = references
    return {**record, "subject_roster": subject, "inspector_roster": inspector}, files


_RECORDS = {
    "sealed": sealed,
    "open": opened,
    "joint": joint,
    "subjects": subjects_only,
    "inspectors": inspectors_only,
    "inspectors-open": inspectors_open,
    "void": void,
    "aborted-early": aborted_early,
    "aborted-frozen": aborted_frozen,
    "aborted-committed": aborted_committed,
    "aborted-revealed": aborted_revealed,
    "aborted-shadow": aborted_shadow,
    "sm3": sm3,
    "caps": caps,
    "blocked": blocked,
    "replaced-open": replaced_open,
    "replaced": replaced_sealed,
}


@cache
def records() -> dict[str, Document]:
    """Name → document: every draw for the public and for auditors, and the two that keep their rosters in files."""
    made = {}
    for label, build in _RECORDS.items():
        for audience in (PUBLIC, AUDITOR):
            made[f"{label}-{audience}"] = Document(
                f"{label}-{audience}", write_document(write_record(build(), audience))
            )
    for label, build, form in (("files", in_files, "csv"), ("files-open", opened, "jsonl")):
        record, files = as_files(write_record(build(), PUBLIC), build(), label, form)
        made[f"{label}-public"] = Document(f"{label}-public", write_document(record), files=files)
    return made


def _bundle_of(proceedings: Proceedings, *, drawn: bool) -> bytes:
    """The last firm of the roster that was drawn, or was not."""
    rosters, lists = proceedings.rosters, outcome_of(proceedings)
    assert rosters is not None
    chosen = {handle for handles in lists.batches.values() for handle in handles}
    chosen |= {entry["handle"] for part in lists.selection.values() for entry in part.get("selected", [])}
    found = [opened.id for opened in rosters.opened_subjects if (opened.handle in chosen) == drawn]
    return write_document(openings_of(proceedings, found[-1], lists)[-1])


@cache
def bundles() -> dict[str, Document]:
    """Name → firm's bundle with the public record it belongs to."""
    wanted = (
        ("firm-drawn", "sealed", sealed, True),
        ("firm-not-drawn", "sealed", sealed, False),
        ("open-firm-drawn", "open", opened, True),
        ("open-firm-not-drawn", "open", opened, False),
        ("joint-firm-drawn", "joint", joint, True),
        ("joint-firm-not-drawn", "joint", joint, False),
        ("subjects-firm-drawn", "subjects", subjects_only, True),
        ("inspectors-firm-drawn", "inspectors", inspectors_only, True),
        ("inspectors-open-firm-drawn", "inspectors-open", inspectors_open, True),
        ("blocked-firm-drawn", "blocked", blocked, True),
        ("sm3-firm-drawn", "sm3", sm3, True),
    )
    return {
        name: Document(name, _bundle_of(build(), drawn=drawn), record=f"{record}-public")
        for name, record, build, drawn in wanted
    }
