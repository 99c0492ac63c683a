"""What is next in a draw, who must act, until when.

Source: 第十三条; SSJ-DRAW/1 §5.
"""

from datetime import datetime

from shuangsuiji.core.draw.beacon import not_before
from shuangsuiji.core.draw.ceremony import ABORTED, DRAWN, FROZEN, PLANNED, SEEDED, VOID, Ceremony
from shuangsuiji.core.draw.grammar import parse_time, write_time
from shuangsuiji.core.draw.plan import draws_teams
from shuangsuiji.web.console.ceremony.folder import DrawFolder


def next_step(folder: DrawFolder, at: datetime) -> str:
    """The next act as a sentence with the command for it."""
    return ""
