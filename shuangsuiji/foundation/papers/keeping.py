"""A made paper goes to the shelf before the act, and into the register in it.

Source: 第二十六条; 50-ledger §3.5; 80-reliability A3. Order: next_slip → render_pdf → shelve → command: keep.
"""

import io

from django.db import IntegrityError, transaction

from shuangsuiji.foundation.evidence.entering import enter
from shuangsuiji.foundation.evidence.kinds import Kind, Retention
from shuangsuiji.foundation.evidence.receiving import Received, receive
from shuangsuiji.foundation.ledger.command import Command
from shuangsuiji.foundation.papers.models import PaperRecord
from shuangsuiji.foundation.papers.numbering import Slip
from shuangsuiji.foundation.papers.refusal import NumberTaken, PaperRefused
from shuangsuiji.foundation.papers.rendering import Paper


def shelve(paper: Paper) -> Received:
    """Put the bytes on the shelf. Outside of a command."""
    return receive(io.BytesIO(paper.content), Kind.PAPER)


def keep(
    cmd: Command, slip: Slip, paper: Paper, shelved: Received, *, retention: Retention = Retention.YEARS_30
) -> PaperRecord:
    """Enter the paper. Raises NumberTaken, PaperRefused where slip, paper and file do not belong together."""
    if (slip.form, slip.number, shelved.digest) != (paper.form, paper.number, paper.digest):
        raise PaperRefused("文书、编号与存放的文件不是同一份；请重新生成")
    record = PaperRecord(
        department=slip.department,
        form=slip.form,
        form_version=paper.form_version,
        year=slip.year,
        ordinal=slip.ordinal,
        number=slip.number,
        digest=paper.digest,
        content_digest=paper.content_digest,
        file=enter(cmd, shelved, retention=retention),
        token=slip.token,
        made_at=cmd.at,
    )
    try:
        with transaction.atomic():
            record.save(force_insert=True)
    except IntegrityError as error:
        raise NumberTaken(f"编号 {slip.number} 已被使用；请重新生成文书") from error
    return record
