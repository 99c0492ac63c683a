"""The act: the clerk freezes both rosters; from here on nobody has a free parameter.

Source: 第十条, 第十四条; SSJ-DRAW/1 §3, §5 (FROZEN). Rosters are read, sealed and written before the transaction, and looked at again in it.
"""

from collections import Counter
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.core.draw.freeze import FrozenRosters, freeze_rosters
from shuangsuiji.core.draw.plan import draws_teams
from shuangsuiji.core.draw.roster import subject_kind
from shuangsuiji.core.rules.finding import Finding, judge
from shuangsuiji.foundation.evidence.entering import enter, named
from shuangsuiji.foundation.evidence.kinds import Retention
from shuangsuiji.foundation.evidence.models import EvidenceFile
from shuangsuiji.foundation.evidence.receiving import Received
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Command, command
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.draws.keeping import INSPECTORS, Shelved, sealing_keys, shelve_rosters
from shuangsuiji.stages.draws.models import Draw, DrawFreeze, FrozenRoster
from shuangsuiji.stages.draws.planning import open_faults
from shuangsuiji.stages.draws.queries.draws import own_draw, require_same_registries
from shuangsuiji.stages.draws.rostering import inspector_entries, signed_scheme, subject_entries
from shuangsuiji.stages.draws.stepping import ceremony_of, locked, take
from shuangsuiji.stages.draws.telling import frozen, roster_frozen
from shuangsuiji.stages.plans.queries.confirmations import registry_findings
from shuangsuiji.stages.plans.queries.parties import departments_of
from shuangsuiji.stages.plans.signing import holds, worst
from shuangsuiji.stages.registry.queries import without_declaration


def freeze(*, draw_id: UUID, actor: Actor, at: datetime) -> Draw:
    """Freeze the confirmed registries for a draw of the actor's department.

    Raises RuleViolation (E10-1, E10-2, E10-7, E13-1, E13-2, E15-4 where somebody declared no recusals), DrawRefused with every
    fault of the rosters (E10-5, E14-5), StaleVersion where a registry changed meanwhile, DoesNotExist.
    """
    draw = own_draw(draw_id, actor.org)
    seen = require_same_registries(draw.task)
    draw_keys = sealing_keys(draw)
    libraries = subject_entries(draw.task, signed_scheme(draw.task))
    people = inspector_entries(draw.task) if draws_teams(draw.plan) else []
    rosters = freeze_rosters(draw.plan, libraries, people, draw_keys)
    open_faults(draw.plan, rosters)
    shelved = shelve_rosters(draw, rosters, at=at)
    with command(actor=actor, at=at) as cmd:
        draw = locked(draw_id, actor.org)
        require_same_registries(draw.task, seen)
        after = ceremony_of(draw).freeze(rosters.subject_commit, rosters.inspector_commit, at=at)
        move(draw.task, "freeze", actor=actor, at=at, facts=_facts(draw, at))
        _rosters(cmd, draw, rosters, shelved)
        opened = enter(cmd, shelved.opened, retention=Retention.PERMANENT)
        DrawFreeze(
            draw=draw, context=after.context, subject_commit=rosters.subject_commit,
            inspector_commit=rosters.inspector_commit, opened=opened, at=at,
        ).save(force_insert=True)  # fmt: skip
        take(draw, "freeze", after, at=at)
        cmd.emit("draw.frozen", pub=frozen(draw, after.context, rosters), files=[named(opened)])
    return draw


def _facts(draw: Draw, at: datetime) -> dict[str, Finding]:
    return {
        "draw_planned": holds("第十三条", "抽取已公告"),
        "confirmation_current": worst(registry_findings(draw.task, at), holds("第十条", "两库已确认")),
        "rosters_valid": holds("第十条", "名单通过代码规则"),
        "recusals_declared": worst(tuple(_undeclared(draw, at)), holds("第十五条", "回避已申报")),
    }


def _undeclared(draw: Draw, at: datetime) -> list[Finding]:
    found = []
    for each in departments_of(draw.task) if draws_teams(draw.plan) else ():
        missing = [row.number.removeprefix("cert:") for row in without_declaration(each.department, localdate(at))]
        found.append(
            judge(
                "E15-4",
                "第十五条",
                not missing,
                required="每人已申报回避",
                actual=f"{len(missing)} 人未申报",
                refusal=f"{each.department.name} 有 {len(missing)} 名执法检查人员没有有效的回避申报（证号 {'、'.join(missing[:10])}）（第十五条）。",
                remedy="请在执法检查人员页登记回避申报（没有应回避的也须申报），再冻结名录。",
            )
        )
    return found


def _rosters(cmd: Command, draw: Draw, rosters: FrozenRosters, shelved: Shelved) -> None:
    """One row and one event for each roster, in the order of the protocol."""
    for library, part in rosters.subjects.items():
        kind = subject_kind(library)
        counts = Counter(row.elig for row in part.rows)
        root, commit = rosters.subject_roots[library], rosters.subject_commits[library]
        _roster(
            cmd,
            FrozenRoster(
                draw=draw,
                kind=kind,
                library=library,
                count=len(part.rows),
                root=root,
                commit=commit,
                by_elig=dict(counts),
            ),
            shelved.rosters.get(kind),
        )
    if draws_teams(draw.plan):
        rows = rosters.inspectors.rows
        counts = Counter(row.elig for row in rows)
        _roster(
            cmd,
            FrozenRoster(
                draw=draw,
                kind=INSPECTORS,
                count=len(rows),
                root=rosters.inspector_root,
                commit=rosters.inspector_commit,
                by_elig=dict(counts),
            ),
            shelved.rosters.get(INSPECTORS),
        )


def _roster(cmd: Command, row: FrozenRoster, received: Received | None) -> None:
    kept: EvidenceFile | None = enter(cmd, received, retention=Retention.PERMANENT) if received else None
    row.file = kept
    row.save(force_insert=True)
    cmd.emit("roster.frozen", pub=roster_frozen(row), files=[named(kept)] if kept else [])
