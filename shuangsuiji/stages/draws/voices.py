"""Who speaks for a contributor, and who may enter the public number.

Source: 第十四条; SSJ-DRAW/1 §12 (the operator commits for a contributor): one account, one contributor, named in the announcement.
"""

from shuangsuiji.core.rules.finding import judge, require
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.stages.draws.models import Draw, DrawContributor


def voice_of(draw: Draw, actor: Actor) -> DrawContributor:
    """The contributor this person speaks for. Raises RuleViolation E14-7 for anybody else."""
    found: DrawContributor | None = draw.contributors.filter(person=actor.person).first()
    named = "、".join(draw.contributors.order_by("ordinal").values_list("label", flat=True))
    require(
        judge(
            "E14-7",
            "第十四条",
            found is not None,
            required="公告指定的人员",
            actual="其他人员",
            refusal="随机数只能由公告指定的人员本人提交，他人不能代办（第十四条）。",
            remedy=f"本次抽取的参与方为：{named}。",
        )
    )
    assert found is not None
    return found


def require_at_hand(draw: Draw, actor: Actor) -> None:
    """Who takes part in the ceremony: the initiating department and the contributors. Raises RuleViolation E14-7 for anybody else."""
    takes_part = actor.org == draw.task.department.code or draw.contributors.filter(person=actor.person).exists()
    require(
        judge(
            "E14-7",
            "第十四条",
            takes_part,
            required="发起部门或参与方",
            actual="其他部门",
            refusal="公开随机数由发起部门或参与方的人员录入（第十四条）。",
            remedy="请交发起部门办理。",
        )
    )
