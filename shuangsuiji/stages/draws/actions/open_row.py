"""The act: one row of a sealed roster is opened, to its firm at the counter or to an auditor; each opening is in the log.

Source: 第五条, 第十九条（二）; SSJ-DRAW/1 §2.1, §9. At the counter every firm gets the same answer until the day of the plan: else asking
would tell drawn from not drawn.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from shuangsuiji.core.draw.ceremony import DRAWN, STATE_LABELS, VOID
from shuangsuiji.core.draw.grammar import parse_time
from shuangsuiji.core.draw.opening import openings_of
from shuangsuiji.core.draw.refusal import DrawRefused, Refusal
from shuangsuiji.core.identifiers import IdentifierError, ingest_reg_no, ingest_uscc
from shuangsuiji.core.rules.finding import judge, require
from shuangsuiji.core.rules.offices import check_done_by
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Private, command
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.foundation.ledger.published import read_published
from shuangsuiji.stages.draws.models import Draw
from shuangsuiji.stages.draws.proving import proceedings_of
from shuangsuiji.stages.draws.queries.draws import own_draw
from shuangsuiji.stages.draws.records import auditor_record
from shuangsuiji.stages.draws.stepping import locked

COUNTER, AUDIT = "counter", "audit"
OFFICES = {"clerk": COUNTER, "auditor": AUDIT}


def open_row(*, draw_id: UUID, code: str, purpose: str, actor: Actor, at: datetime) -> list[dict[str, Any]]:
    """The firm's own bundles, one for each library that holds it. `code` as printed on its licence.

    Raises DrawRefused (before the plan's day, for every code alike; not finished; in no roster; no purpose), RuleViolation (E13-2),
    DoesNotExist. Cost: the draw is computed once.
    """
    kind = _kind(actor)
    draw = own_draw(draw_id, actor.org)
    _require_due(draw, kind, at)
    _require_purpose(purpose)
    bundles = openings_of(proceedings_of(draw), _identity(code))
    with command(actor=actor, at=at, reason=purpose.strip()) as cmd:
        draw = locked(draw_id, actor.org)
        _require_due(draw, kind, at)
        key = house_key(at=at).id
        kept = {"who": Private(_identity(code), key), "purpose": Private(purpose.strip(), key)}
        cmd.emit("draw.opened", pub={"draw_id": draw.number, "kind": kind, "count": 1}, private=kept)
    return bundles


def open_all(*, draw_id: UUID, purpose: str, actor: Actor, at: datetime) -> bytes:
    """The auditor's record: keys and every row of both rosters. Raises RuleViolation (E13-2), DrawRefused (nothing frozen, no purpose)."""
    require(check_done_by(actor.office, "auditor", matter="打开全部名录", citation="第五条"))
    draw = own_draw(draw_id, actor.org)
    if not hasattr(draw, "freeze"):
        raise _refused("opening.state", f"本次抽取{STATE_LABELS[draw.state]}，没有可打开的名录", "请在冻结之后办理")
    _require_purpose(purpose)
    content = auditor_record(draw, read_published(settings.SHUANGSUIJI_LOG_FOLDER))
    with command(actor=actor, at=at, reason=purpose.strip()) as cmd:
        key = house_key(at=at).id
        kept = {"who": Private("全部", key), "purpose": Private(purpose.strip(), key)}
        rows = sum(each.count for each in draw.rosters.all())
        cmd.emit("draw.opened", pub={"draw_id": draw.number, "kind": AUDIT, "count": rows}, private=kept)
    return content


def _require_purpose(purpose: str) -> None:
    if not purpose.strip():
        raise _refused("opening.purpose", "请写明打开名录行的用途", "如：企业持营业执照到窗口查询")


def _kind(actor: Actor) -> str:
    require(
        judge(
            "E13-2", "第五条", actor.office in OFFICES, required="承办股室经办人或监督审计", actual=actor.office,
            refusal="打开名录行由承办股室经办人（窗口）或监督审计办理（第五条）。", remedy="请交承办股室经办人办理。",
        )
    )  # fmt: skip
    return OFFICES[actor.office]


def _require_due(draw: Draw, kind: str, at: datetime) -> None:
    """Nothing to open before the lists exist; at the counter nothing before the day that the plan names."""
    if draw.state not in (DRAWN, VOID):
        raise _refused("opening.state", f"本次抽取{STATE_LABELS[draw.state]}，没有可出具的凭证", "请在抽取完成后办理")
    first = parse_time(draw.plan["openings_from"])
    if kind == COUNTER and at < first:
        raise _refused(
            "opening.early",
            f"窗口查询自 {first.astimezone():%Y-%m-%d} 起办理，此前对任何单位一律不作答复",
            "请在该日之后办理；随检查告知书送达的凭证不受此限",
        )


def _identity(code: str) -> str:
    try:
        return ingest_uscc(code)
    except IdentifierError:
        pass
    try:
        return ingest_reg_no(code)
    except IdentifierError as error:
        raise _refused("opening.code", f"代码不能采用：{error}", "请按营业执照填写统一社会信用代码") from error


def _refused(code: str, message: str, remedy: str) -> DrawRefused:
    return DrawRefused([Refusal(code, "第十九条（二）", message, remedy)])
