"""The tables of `draws`: the draw and its steps, who contributes, what was frozen, what was drawn, how it ended.

Source: 第十二条、第十三条（二）、第十四条; SSJ-DRAW/1 §5. Every fact of the ceremony is a row that never changes; only a draw's state moves.
"""

from shuangsuiji.stages.draws.models.contribution import Commitment, DrawContributor, Reveal
from shuangsuiji.stages.draws.models.draw import Draw, DrawEnding, DrawStep
from shuangsuiji.stages.draws.models.frozen import DrawFreeze, FrozenRoster
from shuangsuiji.stages.draws.models.public_number import NumberDraft, PublicNumber
from shuangsuiji.stages.draws.models.result import DrawnSubject, DrawReplacement, DrawResult, TeamPlace

__all__ = [
    "Commitment",
    "Draw",
    "DrawContributor",
    "DrawEnding",
    "DrawFreeze",
    "DrawReplacement",
    "DrawResult",
    "DrawStep",
    "DrawnSubject",
    "FrozenRoster",
    "NumberDraft",
    "PublicNumber",
    "Reveal",
    "TeamPlace",
]
