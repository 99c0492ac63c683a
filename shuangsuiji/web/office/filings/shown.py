"""A filing as a page has it: rows of label and value.

Source: 第八条; 30-domain, F11c.
"""

from typing import Any

from django.utils.timezone import localdate

from shuangsuiji.core.rules.parameters import labels
from shuangsuiji.stages.plans.queries.filings import source_rows
from shuangsuiji.stages.plans.queries.parties import departments_of


def task_rows(task: Any) -> list[tuple[str, Any]]:
    """What is to be filed: where the task comes from, what it inspects, when, by whom."""
    methods = labels("check_methods")
    parts = "、".join(f"{each.department.name}（{each.get_role_display()}）" for each in departments_of(task))
    return [
        *source_rows(task),
        ("任务", f"{task.number} {task.name}"),
        ("部门", parts),
        ("抽查对象", task.line.subject_range),
        ("抽查事项", "；".join(each.item.name for each in task.items.select_related("item").order_by("ordinal"))),
        ("检查方式", "、".join(methods.get(each, each) for each in task.line.methods)),
        ("检查时间", f"{task.from_on:%Y-%m-%d} 至 {task.to_on:%Y-%m-%d}"),
    ]


def filing_rows(filing: Any) -> list[tuple[str, Any]]:
    """The filing itself: asked when, with what words, its number and day."""
    rows = [("报送日期", f"{filing.requested_on:%Y-%m-%d}"), ("报备说明", filing.remark or "—")]
    if filing.number:
        where = "纸质" if filing.on_paper else filing.filed_by.name
        rows += [
            ("备案号", filing.number),
            ("备案日期", f"{filing.filed_on:%Y-%m-%d}"),
            ("备案办理", f"联席会议办公室（{where}）"),
        ]
    return rows


def paper_rows(paper: Any) -> list[tuple[str, Any]]:
    """What was recorded off a paper: to be compared with the paper itself."""
    return [
        ("纸质备案号", paper.number),
        ("纸质备案日期", f"{paper.filed_on:%Y-%m-%d}"),
        ("登记日期", f"{localdate(paper.at):%Y-%m-%d}"),
        ("扫描件摘要", paper.scan_digest),
    ]
