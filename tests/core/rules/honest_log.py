"""A log as honest offices write it: one joint task from its making to its archive, with an aborted and a voided draw on the way.

All invented. Gives: a `Story`, told entry by entry with real leaves and hashes; `judged` folds it and says what the fold said.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from shuangsuiji.core.rules import trail
from shuangsuiji.core.rules.events import check_pub, check_sd
from shuangsuiji.core.rules.trail import Breach, Folded
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.core.tlog.leaves import read_leaf, write_leaf

TASK = "410928/rsj/2026/yonggong"
DEPARTMENTS = ["rsj", "scjg"]
CONTRIBUTORS = ["rsj-bgs", "rsj-jj", "xfdd"]
SENT = {"rsj": 2, "scjg": 1}
DRAND = "drand/52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"


def digest(text: str) -> str:
    """Some digest, the same for the same text."""
    return leaf_hash(text.encode()).hex()


@dataclass
class Story:
    """Entries in the order they are told. A reference is the name of an earlier entry; names are its type, or as given."""

    told: list[dict[str, Any]] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)
    minute: int = 0

    def say(
        self,
        type_: str,
        pub: Mapping[str, Any] | None = None,
        *refs: tuple[str, str],
        name: str = "",
        sd: Iterable[str] = (),
        **change: Any,
    ) -> "Story":
        """One entry a minute later. `change` replaces members of the leaf; what is said must fit the register."""
        self.minute += 1
        leaf = {
            "v": 1,
            "type": type_,
            "id": f"01936d2e-5b1c-7a2b-8c3d-{len(self.told):012x}",
            "at": f"2026-03-02T{self.minute // 60:02}:{self.minute % 60:02}:00Z",
            "org": "rsj",
            "actor": "clerk",
            "rule": "第十四条",
            "refs": [[relation, self.hashes.get(named, named)] for relation, named in refs],
            "pub": dict(pub or {}),
            "sd": {each: digest(each) for each in sd},
            "files": [],
            **change,
        }
        self.told.append(leaf)
        self.hashes[name or type_] = leaf_hash(write_leaf(leaf)).hex()
        return self

    def entries(self) -> list[tuple[bytes, dict[str, Any]]]:
        """(leaf hash, entry) as a reader has them."""
        bodies = [write_leaf(leaf) for leaf in self.told]
        return [(leaf_hash(body), read_leaf(body)) for body in bodies]

    def folded(self) -> Folded:
        """What the fold makes of it."""
        return trail.fold(self.entries())

    def check(self) -> None:
        """Every entry is one that an office could have emitted."""
        for leaf in self.told:
            check_pub(leaf["type"], leaf["pub"])
            check_sd(leaf["type"], leaf["sd"])


def by(office: str = "clerk", **more: Any) -> dict[str, Any]:
    """The open part of most entries."""
    return {"office": office, "task_id": TASK, **more}


def started() -> Story:
    """The log begins; a plan is made, published and changed."""
    plan = {"year": 2026, "version": 1, "digest": digest("plan")}
    return (
        Story()
        .say("log.started", {"day": "2026-03-02", "origin": "log.example.gov.cn/410928/rsj"})
        .say("items.published", {"version": 3, "count": 108, "digest": digest("items")})
        .say("plan.approved", plan)
        .say("plan.published", plan, ("follows", "plan.approved"))
        .say("plan.amended", {**plan, "version": 2}, ("supersedes", "plan.published"))
    )


def created(story: Story | None = None) -> Story:
    """The task is made."""
    window = {"window_from": "2026-04-01", "window_to": "2026-06-30"}
    return (story or started()).say("task.created", {"task_id": TASK, "departments": DEPARTMENTS, **window})


def confirmed(story: Story | None = None) -> Story:
    """The scheme is signed by both departments, both registries are confirmed."""
    registry = {"task_id": TASK, "count": 229, "office": "registry_keeper"}
    return (
        created(story)
        .say("task.filed", {"task_id": TASK, "source": "2", "document": "豫政〔2026〕22号"})
        .say("filing.published", by())
        .say("scheme.signed", by("deputy_head"))
        .say("scheme.signed", by("deputy_head"))
        .say("task.published", by())
        .say("roster.confirmed", {**registry, "kind": "subject"})
        .say("roster.confirmed", {**registry, "kind": "both"})
        .say("roster.confirmed", {**registry, "kind": "both"})
    )


def planned(story: Story, draw: str, **more: Any) -> Story:
    """A draw is announced."""
    pub = {
        "draw_id": draw,
        "plan_hash": digest(draw),
        "contributors": CONTRIBUTORS,
        "source": DRAND,
        "round": "31234567",
        "ordinal": int(draw.rpartition("/")[2]),
        "mode": "both",
        **more,
    }
    return story.say("draw.planned", {key: value for key, value in pub.items() if value is not None})


def frozen(story: Story, draw: str, kinds: Iterable[str] = ("subject", "inspector")) -> Story:
    """Its rosters are frozen."""
    for kind in kinds:
        roster = {"draw_id": draw, "kind": kind, "n": 229, "root": digest(kind), "roster_commit": digest(kind + draw)}
        story.say("roster.frozen", roster)
    return story.say("draw.frozen", {"draw_id": draw, "context": digest("context"), "plan_hash": digest(draw)})


def committed(story: Story, draw: str, who: Iterable[str] = CONTRIBUTORS[:2]) -> Story:
    """Contributors commit."""
    for each in who:
        story.say("draw.committed", {"draw_id": draw, "contributor": each, "commit": digest(each)})
    return story


def revealed(story: Story, draw: str) -> Story:
    """Two reveal; the third never committed and is missing."""
    for each in CONTRIBUTORS[:2]:
        story.say("draw.revealed", {"draw_id": draw, "contributor": each, "r": digest("r" + each)})
    return story.say("draw.revealed", {"draw_id": draw, "contributor": CONTRIBUTORS[2], "r": "MISSING"})


def number(draw: str) -> dict[str, Any]:
    """The public number of a draw."""
    value = {"source": DRAND, "round": "31234567", "value": digest("number"), "seed": digest("seed")}
    return {"draw_id": draw, **value, "evidence": digest("evidence")}


def outcome(draw: str) -> dict[str, Any]:
    """The digests of a draw's result."""
    parts = ("selection_hash", "batches_root", "assignment_hash", "result_hash")
    return {
        "draw_id": draw,
        **{part: digest(part + draw) for part in parts},
        "subjects": 3,
        "teams": 2,
        "inspectors": 5,
    }


def seeded(story: Story, draw: str) -> Story:
    """From the announcement to the public number."""
    return revealed(committed(frozen(planned(story, draw), draw), draw), draw).say("draw.seeded", number(draw))


def given_up(draw: str) -> dict[str, Any]:
    """Why a draw was aborted or voided."""
    return {"draw_id": draw, "code": "technical", "office": "principal_head", "ordinal": int(draw.rpartition("/")[2])}


def drawn(story: Story | None = None) -> Story:
    """The first draw is aborted, the second voided, the third holds."""
    story = frozen(planned(confirmed(story), f"{TASK}/1"), f"{TASK}/1")
    story.say("draw.aborted", given_up(f"{TASK}/1")).say(
        "draw.shadow", {"draw_id": f"{TASK}/1", "result_hash": digest("shadow")}
    )
    return _third(_second(story))


def _second(story: Story) -> Story:
    draw = f"{TASK}/2"
    planned(story, draw, supersedes=f"{TASK}/1")
    revealed(committed(frozen(story, draw), draw), draw).say("draw.seeded", number(draw)).say(
        "draw.result", outcome(draw)
    )
    return story.say("draw.voided", given_up(draw)).say("proof.published", by(draw_id=draw))


def _third(story: Story) -> Story:
    draw = f"{TASK}/3"
    planned(story, draw, supersedes=f"{TASK}/2")
    revealed(committed(frozen(story, draw), draw), draw).say("draw.seeded", number(draw))
    return story.say("draw.result", outcome(draw)).say("proof.published", by(draw_id=draw))


def dispatched(story: Story | None = None) -> Story:
    """One entry per department; its people are drawn by one of them afterwards, one is replaced."""
    story = drawn(story)
    for department, count in SENT.items():
        sent = {"task_id": TASK, "department": department, "count": count}
        story.say("dispatch.sent", sent, ("follows", "draw.result"), name=f"sent {department}")
    side = f"{TASK}/scjg/1"
    planned(story, side, mode="inspectors")
    revealed(committed(frozen(story, side, ["inspector"]), side), side).say("draw.seeded", number(side))
    story.say("draw.result", {**outcome(side), "selection_hash": ""}, name="side result")
    story.say("draw.opened", {"draw_id": f"{TASK}/3", "kind": "notice", "count": 1}, sd=["who"])
    return story.say(
        "inspector.replaced",
        {"draw_id": side, "slot": 1, "ground": "health", "office": "deputy_head"},
        sd=["from", "to"],
    )


def inspected(story: Story | None = None) -> Story:
    """Visits, and a result for every subject of every department; one was returned and formed again."""
    story = dispatched(story)
    story.say("team.formed", by()).say("inspection.sealed", {"task_id": TASK}, sd=["type", "facts"])
    story.say("precheck.done", {"task_id": TASK, "methods": ["M1"]}).say(
        "notice.served", {"task_id": TASK, "channel": "written"}
    )
    story.say("visit.started", by("team_leader")).say("part.ended", by("inspector")).say("form.signed", by("subject"))
    story.say("deadline.set", {"task_id": TASK, "clock": 20, "due": "2026-05-08", "final": True}, sd=["subject"])
    story.say("visit.recorded", {"task_id": TASK, "methods": ["M1", "M4"]}).say(
        "thirdparty.engaged", {"kind": "laboratory"}
    )
    for department, count in (("rsj", 1), *SENT.items()):
        for _ in range(count):
            result = {"task_id": TASK, "department": department}
            story.say("result.recorded", result, ("follows", f"sent {department}"), sd=["subject", "code"])
    return story.say("result.returned", by("section_head"))


def published(story: Story | None = None) -> Story:
    """Two results are published, one of them without a link, one is corrected; one is withheld."""
    shown = {"code": "R08", "digest": digest("text"), "organ": "rsj", "day": "2026-05-06"}
    story = inspected(story).say(
        "result.published", shown, ("follows", "result.recorded"), sd=["firm_name", "firm_number"]
    )
    story.say("result.published", shown, name="unlinked", sd=["recorded"])
    story.say("publication.withheld", {"ground": "privacy", "count": 1}, sd=["subject"])
    corrected = {**shown, "code": "R05", "reason": "录入错误", "office": "principal_head"}
    story.say("result.corrected", corrected, ("corrects", "result.published"))
    return story.say("result.published", {**shown, "code": "R05"}, ("follows", "result.corrected"), name="shown again")


def archived(story: Story | None = None) -> Story:
    """Follow-up, closing, archive, and what may still come."""
    story = (
        published(story)
        .say("followup.opened", by())
        .say("clue.transferred", {"task_id": TASK, "organ_kind": "judicial", "day": "2026-05-06"})
    )
    for _ in range(3):
        story.say("inspection.closed", by())
    story.say("task.concluded", by())
    story.say("case.archived", {"task_id": TASK, "count": 40, "root": digest("case")}).say("task.archived", by())
    return (
        story.say("followup.closed", by("section_head"))
        .say("case.supplemented", by())
        .say("draw.opened", {"draw_id": f"{TASK}/3", "kind": "audit", "count": 229})
    )


def renamed(pub: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The same open part about another task."""
    return {key: value.replace(TASK, name) if isinstance(value, str) else value for key, value in pub.items()}


def woven(one: Story, other: Story, turns: Iterable[bool], name: str) -> Story:
    """Two stories told in turns, as two offices write into one log; the other one is about the task `name`.

    The log begins once; references are kept, ids and times are given anew.
    """
    cloth = Story()
    threads = [one.entries(), other.entries()]
    _, beginning = threads[0].pop(0)
    del threads[1][0]
    cloth.say(beginning["type"], beginning["pub"])
    for turn in [*turns, *[False] * len(threads[0]), *[True] * len(threads[1])]:
        if threads[turn]:
            leaf_hash_, leaf = threads[turn].pop(0)
            task = name if turn else TASK
            refs = [(relation, f"{turn}{named}") for relation, named in leaf["refs"]]
            cloth.say(leaf["type"], renamed(leaf["pub"], task), *refs, name=f"{turn}{leaf_hash_.hex()}", sd=leaf["sd"])
    return cloth


def breaches(story: Story) -> list[Breach]:
    """All of them; an honest log has none."""
    return story.folded().breaches


def rules(story: Story) -> list[tuple[int, str]]:
    """Which rule each entry out of place breaks."""
    return [(breach.index, breach.rule) for breach in breaches(story)]
