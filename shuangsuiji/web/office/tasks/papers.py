"""Form F11b: the scheme with its libraries and signatures, and the digest that a signature on this paper binds.

Source: 第六条（二）（三）, 第十一条; 30-domain §6 (F11b). Internal: it carries the classes.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from shuangsuiji.core.rules.quotas import EMPTY_LIBRARY

DRAFT = "草案"


def scheme_values(told: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """The values of the form; `told` is what the task's page shows (`shown.detail`), `at` the time of printing."""
    task, paper = told["task"], told["paper"]
    written = task.status == "CREATED"
    first = [("任务名称", task.name), ("打印时间", f"{localtime(at):%Y-%m-%d %H:%M}")]
    return {
        "org": task.department.name,
        "number": task.number,
        "title": "抽查方案",
        "mark": DRAFT if written and not paper.sent_digest else "",
        "facts": [{"label": label, "value": f"{value}"} for label, value in (*first, *told["rows"])],
        "libraries": [_library(each) for each in told["libraries"]],
        "signatures": [
            *({"department": each.name, "said": finding.actual} for each, _, finding in told["signatures"]),
            {"department": f"{task.department.name}（发起部门）", "said": "尚未审批" if written else "已审批"},
        ],
        "scheme_digest": told["digest"],
    }


def _library(each: Mapping[str, Any]) -> dict[str, Any]:
    base = EMPTY_LIBRARY if each["note"] else f"{each['base']}"
    return {"department": each["department"], "name": each["name"], "share": each["share"], "base": base,
            "required": f"{each['required']}"}  # fmt: skip
