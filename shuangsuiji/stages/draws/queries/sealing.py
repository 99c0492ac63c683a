"""Whether what was said is in a signed checkpoint yet: commitments before any reveal, the result before dispatch.

Source: SSJ-DRAW/1 §5; 50-ledger §6. Takes: what the sealer last published. Never: believes more than its size.
"""

from shuangsuiji.core.draw.refusal import DrawRefused, Refusal
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.published import Published
from shuangsuiji.stages.draws.models import Commitment, Draw


def commits_sealed(draw: Draw, published: Published | None) -> bool:
    """Whether every commitment of the draw lies below the published checkpoint. 2 queries."""
    return _sealed(Commitment.objects.filter(contributor__draw=draw).values_list("event_id", flat=True), published)


def result_sealed(draw: Draw, published: Published | None) -> bool:
    """Whether the draw's result lies below the published checkpoint. One query."""
    result = getattr(draw, "result", None)
    return result is not None and _sealed([result.event_id], published)


def require_commits_sealed(draw: Draw, published: Published | None) -> None:
    """Refuse a reveal while a commitment is not sealed: else it could be exchanged afterwards, seeing what others revealed."""
    if not commits_sealed(draw, published):
        raise DrawRefused(
            [
                Refusal(
                    "ceremony.unsealed",
                    "第十四条",
                    "承诺尚未进入签名检查点，现在不能揭示",
                    "日志封存程序约每分钟签发一次检查点，请稍候再提交；久等不到的请告知运维人员",
                )
            ]
        )


def _sealed(events: object, published: Published | None) -> bool:
    numbers = LogEvent.objects.filter(event_id__in=list(events)).order_by("-seq").values_list("seq", flat=True)  # type: ignore[call-overload]
    last = numbers.first()
    return last is not None and published is not None and last < published.size
