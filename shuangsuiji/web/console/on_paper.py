"""Words and files of the commands that record a paper, and of those that confirm one.

Source: 10-articles (acting on paper: number, date, scan; confirmed by the deputy head); 20-house §7. Whoever confirms types the number
off the paper in his hand: it must be the one that was recorded.
"""

from pathlib import Path
from typing import Any

from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.foundation.evidence.receiving import Received, receive
from shuangsuiji.foundation.evidence.refusal import UploadRefused
from shuangsuiji.stages.plans.refusal import PlansRefused

HEADS = ("deputy_head", "principal_head")


def file_at(path: Path, kind: Kind = Kind.SCAN) -> Received:
    """Take a file in. Raises PlansRefused for one that cannot be read or is not of the kind."""
    try:
        with path.open("rb") as file:
            return receive(file, kind)
    except OSError as error:
        raise PlansRefused(f"文件“{path}”读不出；请核对文件名和权限。") from error
    except UploadRefused as error:
        raise PlansRefused(f"{error}") from error


def recorded_as(paper: Any, number: str, none: str) -> None:
    """Raise PlansRefused where no paper waits (`none` says so), or one with another number than the paper in one's hand."""
    if paper is None:
        raise PlansRefused(none)
    if paper.number != number.strip():
        raise PlansRefused(
            f"登记的文号是“{paper.number}”，与您写的“{number.strip()}”不一致；请核对纸质件，有误的请经办人重新登记。"
        )
