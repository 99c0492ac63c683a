"""The ceremony: who may act when, what each act fixes, and the seed it ends in. Forward only, each step once.

Source: SSJ-DRAW/1 §5; 第十四条; decision 5.
Takes: the moment as an argument. Gives: a new `Ceremony` per act. Never: a clock, a preview.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from shuangsuiji.core.canonical import Suite, suite_named, tag
from shuangsuiji.core.draw.beacon import not_before, value_refusals
from shuangsuiji.core.draw.grammar import HEX64, parse_time
from shuangsuiji.core.draw.plan import LEAST_CONTRIBUTORS, Plan, plan_hash
from shuangsuiji.core.draw.refusal import DrawRefused, Refusal, refuse_any

PLANNED, FROZEN, COMMITTED, REVEALED, SEEDED, DRAWN = "PLANNED", "FROZEN", "COMMITTED", "REVEALED", "SEEDED", "DRAWN"
ABORTED, VOID = "ABORTED", "VOID"

STATE_LABELS = {
    PLANNED: "已公告",
    FROZEN: "名单已冻结",
    COMMITTED: "承诺已收齐",
    REVEALED: "揭示已收齐",
    SEEDED: "公开随机数已录入",
    DRAWN: "已抽取",
    ABORTED: "已中止",
    VOID: "已作废",
}

# act · from · to. Nothing leads backwards; abort and void are ends.
TRANSITIONS = (
    ("freeze",         (PLANNED,),                              FROZEN),
    ("commit",         (FROZEN,),                               FROZEN),
    ("close_commits",  (FROZEN,),                               COMMITTED),
    ("reveal",         (COMMITTED,),                            COMMITTED),
    ("close_reveals",  (COMMITTED,),                            REVEALED),
    ("record_number",  (REVEALED,),                             SEEDED),
    ("draw",           (SEEDED,),                               DRAWN),
    ("abort",          (PLANNED, FROZEN, COMMITTED, REVEALED),  ABORTED),
    ("void",           (SEEDED, DRAWN),                         VOID),
)  # fmt: skip

ACT_LABELS = {
    "freeze": "冻结名录",
    "commit": "提交承诺",
    "close_commits": "截止承诺",
    "reveal": "揭示",
    "close_reveals": "截止揭示",
    "record_number": "录入公开随机数",
    "draw": "抽取",
    "abort": "中止",
    "void": "作废",
}
GROUNDS = ("plan", "roster", "commits", "beacon", "technical", "other")


def context_of(suite: Suite, draw_id: str, plan_digest: str, subject_commit: str, inspector_commit: str) -> str:
    """What every commit binds itself to: this plan and exactly these rosters."""
    return tag(suite, "context", draw_id, plan_digest, subject_commit, inspector_commit)


def commit_of(suite: Suite, draw_id: str, context: str, contributor: str, secret: str) -> str:
    """A contributor's commitment; `secret` is 64 hexadecimal characters made on its own device."""
    return tag(suite, "commit", draw_id, context, contributor, secret)


def commit_statement(draw_id: str, context: str, contributor: str, commitment: str) -> bytes:
    """The text a contributor may sign (`ssj-commit/1`), one field per line."""
    return f"ssj-commit/1\n{draw_id}\n{context}\n{contributor}\n{commitment}\n".encode()


def seed_of(suite: Suite, draw_id: str, context: str, reveals: list[list[str]], beacon: list[str]) -> str:
    """The seed: all contributors in plan order, `""` for a missing reveal, then the public number."""
    parts = [part for who, secret in reveals for part in (who, secret)]
    return tag(suite, "seed", draw_id, context, len(reveals), *parts, *beacon)


@dataclass(frozen=True, slots=True)
class Ceremony:
    """Where a draw stands. Commits and reveals are kept per contributor; a missing reveal is simply absent."""

    plan: Plan
    state: str = PLANNED
    context: str = ""
    commits: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    value: str = ""
    reason: Mapping[str, str] = field(default_factory=dict)

    @property
    def suite(self) -> Suite:
        """The plan's hash suite."""
        return suite_named(self.plan["suite"])

    @property
    def reveals(self) -> list[list[str]]:
        """`[[code, secret or ""], …]` in plan order."""
        return [[who, self.secrets.get(who, "")] for who in self.plan["contributors"]]

    @property
    def beacon(self) -> list[str]:
        """`[source, round, value]`."""
        return [self.plan["beacon"]["source"], self.plan["beacon"]["round"], self.value]

    @property
    def seed(self) -> str:
        """The seed, once the public number is recorded."""
        return seed_of(self.suite, self.plan["draw_id"], self.context, self.reveals, self.beacon)

    @property
    def missing(self) -> list[str]:
        """Contributors who have not revealed, in plan order."""
        return [who for who in self.plan["contributors"] if who not in self.secrets]

    def freeze(self, subject_commit: str, inspector_commit: str, *, at: datetime) -> "Ceremony":
        """Fix the rosters. From here on nobody has a free parameter. Refused from `commit_by` on."""
        state = self._next("freeze")
        if at >= parse_time(self.plan["commit_by"]):
            raise _refused("E14-5", f"冻结须早于承诺截止时间 {self.plan['commit_by']}", "请以新的编号和时间重新公告")
        digest = plan_hash(self.suite, self.plan)
        context = context_of(self.suite, self.plan["draw_id"], digest, subject_commit, inspector_commit)
        return replace(self, state=state, context=context)

    def commit(self, who: str, commitment: str, *, at: datetime) -> "Ceremony":
        """Take one contributor's commitment, once, until `commit_by`."""
        state = self._next("commit")
        self._known(who)
        if who in self.commits:
            raise _refused("commit-twice", f"{who} 已提交承诺，不能更换", "承诺一经提交即固定")
        if at > parse_time(self.plan["commit_by"]):
            raise _refused(
                "late", f"承诺截止时间 {self.plan['commit_by']} 已过，不再接受承诺", "该方将公示为缺席，抽取照常进行"
            )
        if not HEX64.fullmatch(commitment):
            raise _refused("commit-form", "承诺值应为 64 位小写十六进制", "请用命令或页面生成，不要手写")
        return replace(self, state=state, commits={**self.commits, who: commitment})

    def close_commits(self, *, at: datetime) -> "Ceremony":
        """End the time for commitments: all are in, or `commit_by` has passed and at least two are in."""
        state = self._next("close_commits")
        everybody = len(self.commits) == len(self.plan["contributors"])
        if not everybody and at <= parse_time(self.plan["commit_by"]):
            waiting = "、".join(who for who in self.plan["contributors"] if who not in self.commits)
            raise _refused(
                "early", f"尚未收到承诺：{waiting}，截止时间 {self.plan['commit_by']} 未到", "请等待承诺收齐或截止"
            )
        if len(self.commits) < LEAST_CONTRIBUTORS:
            raise _refused(
                "commits", f"承诺不足两方（现 {len(self.commits)} 方），不能抽取", "请中止本次抽取后重新公告"
            )
        return replace(self, state=state)

    def reveal(self, who: str, secret: str, *, at: datetime) -> "Ceremony":
        """Take one contributor's secret if it opens its commitment, once, until `reveal_by`."""
        state = self._next("reveal")
        self._known(who)
        if who not in self.commits:
            raise _refused("no-commit", f"{who} 没有提交承诺，不能揭示", "该方将公示为缺席")
        if who in self.secrets:
            raise _refused("reveal-twice", f"{who} 已揭示", "无须重复提交")
        if at > parse_time(self.plan["reveal_by"]):
            raise _refused("late", f"揭示截止时间 {self.plan['reveal_by']} 已过", "该方将公示为未揭示，抽取照常进行")
        if not self._opens(who, secret):
            raise _refused("reveal", f"{who} 揭示的随机数与其承诺不符", "请核对是否用了提交承诺时保存的同一文件")
        return replace(self, state=state, secrets={**self.secrets, who: secret})

    def close_reveals(self, *, at: datetime) -> "Ceremony":
        """End the time for reveals: all who committed have revealed, or `reveal_by` has passed."""
        state = self._next("close_reveals")
        waiting = "、".join(who for who in self.commits if who not in self.secrets)
        if waiting and at <= parse_time(self.plan["reveal_by"]):
            raise _refused(
                "early", f"尚未揭示：{waiting}，截止时间 {self.plan['reveal_by']} 未到", "请等待揭示收齐或截止"
            )
        return replace(self, state=state)

    def record_number(self, value: str, *, at: datetime) -> "Ceremony":
        """Enter the public number of the round fixed in the plan, once it can exist. Fixes the seed."""
        state = self._next("record_number")
        moment = not_before(self.plan["beacon"])
        if at < moment:
            raise _refused(
                "early", f"公开随机数最早于 {moment:%Y-%m-%dT%H:%M:%SZ} 产生，现在不能录入", "请在产生后录入"
            )
        refuse_any(value_refusals(self.plan["beacon"], value))
        return replace(self, state=state, value=value)

    def draw(self) -> "Ceremony":
        """Note that the lists have been computed from the seed."""
        return replace(self, state=self._next("draw"))

    def abort(self, code: str, text: str, *, at: datetime) -> "Ceremony":
        """End a draw whose public number nobody can know yet; stays public with its reason."""
        state = self._next("abort")
        if at >= not_before(self.plan["beacon"]):
            raise _refused(
                "known", "公开随机数已可能为人所知，不能中止", "请录入随机数并完成抽取，确有错误的走作废程序"
            )
        return replace(self, state=state, reason=_ground(code, text))

    def void(self, code: str, text: str) -> "Ceremony":
        """End a seeded or finished draw before dispatch; stays public with all its data and is counted."""
        return replace(self, state=self._next("void"), reason=_ground(code, text))

    def _next(self, act: str) -> str:
        for name, origins, target in TRANSITIONS:
            if name == act and self.state in origins:
                return target
        if act == "draw" and self.state == DRAWN:
            raise _refused(
                "E14-1", "本任务已抽取，名单一经产生不得更改", "确有错误的，在派发前走作废程序，以新的编号重新抽取"
            )
        label = STATE_LABELS[self.state]
        raise _refused(
            "state",
            f"当前为“{label}”，不能{ACT_LABELS[act]}",
            "请按 公告→冻结→承诺→揭示→公开随机数→抽取 的顺序办理",
            "第十三条",
        )

    def _known(self, who: str) -> None:
        if who not in self.plan["contributors"]:
            raise _refused(
                "contributor", f"{who} 不是方案所列的随机数贡献方", f"贡献方为：{'、'.join(self.plan['contributors'])}"
            )

    def _opens(self, who: str, secret: str) -> bool:
        if not HEX64.fullmatch(secret):
            return False
        return commit_of(self.suite, self.plan["draw_id"], self.context, who, secret) == self.commits[who]


def _ground(code: str, text: str) -> dict[str, Any]:
    if code not in GROUNDS or not text.strip():
        raise _refused("ground", "须选择原因代码并说明", f"原因代码为：{'、'.join(GROUNDS)}")
    return {"code": code, "text": text}


def _refused(code: str, message: str, remedy: str, article: str = "第十四条") -> DrawRefused:
    return DrawRefused([Refusal(code if code.startswith("E") else f"ceremony.{code}", article, message, remedy)])
