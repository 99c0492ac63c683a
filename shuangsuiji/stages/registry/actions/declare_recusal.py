"""The act: an inspector, or the keeper for him, says whom he must not visit and why, or that there is nobody.

Source: 第十五条. Emits `recusal.declared`; whom, stays sealed with the person's own key.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.core.identifiers import is_subject_id
from shuangsuiji.core.rules.finding import judge, require
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Private, command
from shuangsuiji.stages.registry.changes import lock_registry
from shuangsuiji.stages.registry.inspecting import inspector_of
from shuangsuiji.stages.registry.models import Recusal, RecusalDeclaration


def declare_recusal(
    *, inspector: UUID, subjects: Sequence[str], ground: str = "", actor: Actor, at: datetime
) -> RecusalDeclaration:
    """`subjects`: canonical identities; none of them is the declaration that nobody is to be avoided.

    Raises Inspector.DoesNotExist; RuleViolation E15-4 for a subject without ground or an identity that is none.
    """
    unknown = [each for each in subjects if not is_subject_id(each)]
    require(
        judge(
            "E15-4", "第十五条", not unknown, required="检查对象的代码", actual=f"{len(unknown)} 个无效",
            refusal="回避对象的代码无效（第十五条）。", remedy="请填写统一社会信用代码或注册号。",
        ),
        judge(
            "E15-4", "第十五条", not subjects or 0 < len(ground.strip()) <= 200, required="回避情形",
            actual=len(ground.strip()), refusal="申报回避须写明情形（第十五条）。",
            remedy="请写明与检查对象的关系；无须回避的不要填写检查对象。",
        ),
    )  # fmt: skip
    with command(actor=actor, at=at) as cmd:
        row = inspector_of(lock_registry(actor.org), inspector)
        standing = set(row.recusals.filter(until__isnull=True).values_list("identity", flat=True))
        for identity in sorted(set(subjects) - standing):
            Recusal(inspector=row, identity=identity, ground=ground.strip(), declared_on=localdate(at)).save()
        made = RecusalDeclaration(inspector=row, on=localdate(at), count=len(set(subjects)))
        made.save(force_insert=True)
        key = row.person.key_id
        cmd.emit(
            "recusal.declared",
            pub={"office": actor.office, "count": made.count},
            private={
                "inspector": Private(str(row.pk), key),
                "subjects": Private(sorted(set(subjects)), key),
                "ground": Private(ground.strip(), key),
            },
        )
    return made
