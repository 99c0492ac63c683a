"""Problems and suggestions of the walk: one open, one answered."""

from typing import Any

from shuangsuiji.stages.plans.actions.answer_slip import answer_slip
from shuangsuiji.stages.plans.actions.raise_slip import raise_slip
from tests.browser.site import Site


def build(site: Site) -> dict[str, Any]:
    """Their keys."""
    clerk, coordinator, at = site.bureau.actor("li", "clerk"), site.bureau.actor("li", "coordinator"), site.at
    raised = [
        raise_slip(
            kind="PROBLEM", title=f"跨部门抽取怎样排期之{number}", text="两个部门的检查时间错开了一个月，企业反映不便。",
            private=number == 2, actor=clerk, at=at,
        )
        for number in (1, 2)
    ]  # fmt: skip
    answer_slip(slip_id=raised[1].pk, text="请在下次联席会议上提出，先按原计划办理。", actor=coordinator, at=at)
    return {"open": raised[0].pk, "answered": raised[1].pk}
