"""Problems and suggestions of the walk: one open, one answered."""

import io
from typing import Any

from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.foundation.evidence.receiving import receive
from shuangsuiji.stages.plans.actions.answer_slip import answer_slip
from shuangsuiji.stages.plans.actions.raise_slip import raise_slip
from shuangsuiji.stages.plans.models import SlipFile
from tests.browser.site import Site
from tests.foundation.evidence.files import pdf


def build(site: Site) -> dict[str, Any]:
    """Their keys."""
    clerk, coordinator, at = site.bureau.actor("li", "clerk"), site.bureau.actor("li", "coordinator"), site.at
    raised = [
        raise_slip(
            kind="PROBLEM", title=f"跨部门抽取怎样排期之{number}", text="两个部门的检查时间错开了一个月，企业反映不便。",
            private=number == 2, files=[receive(io.BytesIO(pdf()), Kind.DOCUMENT)], actor=clerk, at=at,
        )
        for number in (1, 2)
    ]  # fmt: skip
    answer_slip(slip_id=raised[1].pk, text="请在下次联席会议上提出，先按原计划办理。", actor=coordinator, at=at)
    return {"open": raised[0].pk, "answered": raised[1].pk, "file": SlipFile.objects.get(message__slip=raised[0]).pk}
