"""The act: the deputy head of the initiating department vouches for the recorded paper; the task is filed under the paper's number.

Source: 第八条; 10-articles (acting on paper). The series of the platform is not touched. Another person than who recorded.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.core.rules.finding import Finding, require
from shuangsuiji.core.rules.lifecycle import FILING, check_act
from shuangsuiji.foundation.approvals.asking import person_of
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import StaleVersion, move
from shuangsuiji.stages.plans.actions.record_paper_filing import require_credible
from shuangsuiji.stages.plans.filing_words import filing_locked
from shuangsuiji.stages.plans.models import Filing, PaperFiling
from shuangsuiji.stages.plans.queries.filings import asking_findings, paper_of
from shuangsuiji.stages.plans.refusal import PlansRefused
from shuangsuiji.stages.plans.signing import holds
from shuangsuiji.stages.plans.signing import vouched_by_another as by_another


def confirm_paper_filing(*, filing_id: UUID, version: int, actor: Actor, at: datetime, standing_in: str = "") -> Filing:
    """File the task under the number of its paper. `version` of the filing as it was shown; `standing_in`: why the next office up confirms.

    Raises PlansRefused without a recorded paper, StaleVersion where another was recorded meanwhile, RuleViolation (E08-3, E08-4, E13-1,
    E13-2 also for who recorded it), DoesNotExist for another department's task.
    """
    with command(actor=actor, at=at) as cmd:
        filing = filing_locked(filing_id, actor.org)
        require(check_act(FILING, filing.status, "confirm_paper_filing"))
        if filing.version != version:
            raise StaleVersion("该备案已有变化或重新登记，请刷新后核对再确认。")
        paper = _paper(filing, at)
        facts: dict[str, Finding] = {
            **asking_findings(filing.task),
            "filing_numbered": holds("第八条", "有纸质备案号"),
            "paper_vouched_by_another": vouched_by_another(paper, actor),
        }
        require(facts["paper_vouched_by_another"])
        paper.confirmer = person_of(cmd)
        paper.save(update_fields=["confirmer"])
        filing.number, filing.filed_on = paper.number, paper.filed_on
        filing.save(update_fields=["number", "filed_on"])
        move(filing, "confirm_paper_filing", actor=actor, at=at, facts=facts, standing_in=standing_in)
        move(filing.task, "file_ad_hoc", actor=actor, at=at, facts=facts, standing_in=standing_in)
        pub = {
            "task_id": filing.task.number,
            "source": filing.task.line.version.plan.source,
            "document": filing.number,
        }
        cmd.emit("task.filed", pub=pub)
    return filing


def vouched_by_another(paper: PaperFiling, actor: Actor) -> Finding:
    """Whether somebody else than who recorded the paper confirms it (E13-2)."""
    return by_another(paper.recorder, actor, matter="纸质备案", citation="第八条", number="备案号")


def _paper(filing: Filing, at: datetime) -> PaperFiling:
    """The paper that was recorded for the filing as it is now, still credible."""
    found: PaperFiling | None = paper_of(filing)
    if found is None:
        raise PlansRefused("还没有登记纸质备案；请经办人先登记备案号、日期和扫描件（第八条）。")
    require_credible(filing, found.number, found.filed_on, at)
    return found
