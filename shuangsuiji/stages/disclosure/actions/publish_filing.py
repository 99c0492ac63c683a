"""Publishing the filing of an ad-hoc task, by the office of the joint meeting; one on paper, by the clerk of the initiating department.

Source: 第四条 (公开透明), 第八条. The public sees who handed the task down, the document, the filing number and what is to be inspected.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import Finding, judge
from shuangsuiji.core.rules.offices import OFFICES
from shuangsuiji.core.rules.parameters import labels
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.disclosure.models import NoticeKind, PublishedNotice
from shuangsuiji.stages.disclosure.queries import new_notice
from shuangsuiji.stages.plans.filing_words import concerning_filing, filing_locked
from shuangsuiji.stages.plans.models import Filing, Task
from shuangsuiji.stages.plans.queries.filings import asking_findings, source_rows
from shuangsuiji.stages.plans.signing import holds

COLUMNS = (
    ("number", "任务编号"),
    ("name", "任务名称"),
    ("subject_range", "抽查对象"),
    ("initiating", "发起部门"),
    ("participants", "参与部门"),
    ("methods", "检查方式"),
    ("window", "起止时间"),
    ("items", "抽查事项"),
)


def publish_filing(*, filing_id: UUID, place: str, actor: Actor, at: datetime) -> PublishedNotice:
    """Publish a filing. `place` is where else it is made public (公布载体).

    Raises RuleViolation (E13-1 before it is filed or twice, E13-2 for whoever did not file it, E19-13), DoesNotExist.
    """
    with command(actor=actor, at=at) as cmd:
        filing = filing_locked(filing_id)
        facts = {
            **asking_findings(filing.task),
            "filing_numbered": holds("第八条", "有备案号"),
            "publisher_of_filing": publisher_of(filing, actor),
        }
        move(filing, "publish_filing", actor=actor, at=at, facts=facts)
        notice = new_notice(
            NoticeKind.FILING,
            department=filing.task.department,
            title=f"临时性抽查备案：{filing.task.name}",
            content=content_of(filing, place),
            record_id=UUID(str(filing.pk)),
            version_no=1,
            on=localdate(at),
        )
        notice.save(force_insert=True)
        pub = {"office": actor.office, "task_id": filing.task.number, "count": 1}
        kept = concerning_filing(cmd, filing, index_no=notice.index_no, digest=notice.content_digest)
        cmd.emit("filing.published", pub=pub, private=kept)
    return notice


def publisher_of(filing: Filing, actor: Actor) -> Finding:
    """Whether this office publishes that filing (E13-2): the clerk of its department what is on paper, else the joint office."""
    wanted = "clerk" if filing.on_paper else "joint_office"
    whose = filing.task.department.name if filing.on_paper else ""
    own = not filing.on_paper or actor.org == filing.task.department.code
    given = OFFICES.get(actor.office, actor.office)
    return judge(
        "E13-2",
        "第八条",
        actor.office == wanted and own,
        required=whose + OFFICES[wanted],
        actual=given,
        refusal=f"该备案{'在纸质上办理，' if filing.on_paper else ''}由{whose}{OFFICES[wanted]}公示，您现以{given}身份办理（第八条）。",
        remedy=f"请交{whose}{OFFICES[wanted]}办理。",
    )


def content_of(filing: Filing, place: str) -> dict[str, Any]:
    """What the public sees of a filing: its head, and one row that says what will be inspected, where, when, by whom."""
    row = _row(filing.task)
    facts = [
        ("备案号", filing.number),
        ("备案日期", f"{filing.filed_on:%Y-%m-%d}" if filing.filed_on else ""),
        ("备案方式", "纸质" if filing.on_paper else ""),
        *source_rows(filing.task),
    ]
    return {
        "columns": [[name, label] for name, label in COLUMNS if row[name]],
        "rows": [row],
        "facts": [[label, value] for label, value in facts if value],
        "place": place.strip(),
    }


def _row(task: Task) -> dict[str, Any]:
    methods = labels("check_methods")
    parts = task.departments.select_related("department").order_by("department__code")
    return {
        "key": task.number,
        "number": task.number,
        "name": task.name,
        "subject_range": task.line.subject_range,
        "initiating": task.department.name,
        "participants": "、".join(each.department.name for each in parts if each.role == "JOIN"),
        "methods": "、".join(methods.get(each, each) for each in task.line.methods),
        "window": f"{task.from_on} 至 {task.to_on}",
        "items": "；".join(each.item.name for each in task.items.select_related("item").order_by("ordinal")),
    }
