"""The measures register of the walk: a record with its file, and one that took the place of another."""

import io
from datetime import date
from typing import Any

from shuangsuiji.core.rules.risk import RiskClass
from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.foundation.evidence.receiving import receive
from shuangsuiji.stages.plans.actions.query_class import query_class
from shuangsuiji.stages.plans.actions.record_measure import Evidence, record_measure
from shuangsuiji.stages.plans.queries.measures import measures_of
from tests.browser.site import Site
from tests.foundation.evidence.files import pdf


def build(site: Site) -> dict[str, Any]:
    """Their keys."""
    head = {"actor": site.bureau.actor("zheng", "section_head"), "at": site.at}
    own, raised = measures_of(RiskClass.A)[0], measures_of(RiskClass.C)[0]
    paper = Evidence("DOCUMENT", "平人社发〔2026〕12号", date(2026, 3, 2), receive(io.BytesIO(pdf()), Kind.DOCUMENT))
    filed = record_measure(risk_class="A", measure=own, evidence=paper, **head)
    first = Evidence("INSPECTION", "平人社-2026-001 号任务", date(2026, 6, 1))
    replaced = record_measure(risk_class="C", measure=raised, evidence=first, **head)
    second = Evidence("INSPECTION", "平人社-2026-002 号任务，抽查比例高于常规", date(2026, 6, 3))
    replacing = record_measure(
        risk_class="C", measure=raised, evidence=second, replaces=replaced.pk, reason="任务编号写错", **head
    )
    return {"filed": filed.pk, "replaced": replaced.pk, "replacing": replacing.pk}


def answer(site: Site, firm: Any) -> Any:
    """The key of an answer about a firm."""
    section = {"actor": site.bureau.actor("li", "coordinator"), "at": site.at}
    return query_class(subject=firm, organisation="平原县总工会", purpose="2026 年度和谐劳动关系企业评选", **section).pk
