"""Whether everything that was made from a plan has come to its end.

Source: 第七条, 第二十七条. A plan without tasks has nothing open.
"""

from shuangsuiji.core.rules.finding import Finding, judge
from shuangsuiji.stages.plans.models import Plan, Task


def tasks_ended(plan: Plan) -> Finding:
    """Whether no task of the plan is still under way (E07-6)."""
    made = Task.objects.filter(line__version__plan=plan)
    open_tasks = made.exclude(status__in=("CONCLUDED", "ARCHIVED", "WITHDRAWN")).count()
    return judge(
        "E07-6",
        "第二十七条",
        open_tasks == 0,
        required=0,
        actual=open_tasks,
        refusal=f"计划“{plan.title}”还有 {open_tasks} 项任务未办结（第二十七条）。",
        remedy="请先办结或撤销。",
    )
