"""Giving a person an office, on a document, from a day.

Source: 00-decisions, 11; 第十五条, 第二十一条; 80-reliability E12. By the security administrator, never to himself: he has none.
"""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.foundation.accounts.duties import concerning, period, require_another, require_duty
from shuangsuiji.foundation.accounts.models import Department, Person, Post, Section
from shuangsuiji.foundation.accounts.queries import department_in_force, section_of
from shuangsuiji.foundation.accounts.roles import BUSINESS_OFFICES, SECURITY, label_of
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command


def appoint(
    *,
    person: UUID,
    office: str,
    department: str,
    from_on: date,
    document: str,
    section: str = "",
    to_on: date | None = None,
    actor: Actor,
    at: datetime,
) -> Post:
    """Enter one office held. The person's row is locked, so that two appointments at once cannot overlap.

    Raises RuleViolation (ACC-2 to ACC-4, ACC-6 to ACC-8) with all that fail.
    """
    require_duty(actor, SECURITY)
    require_another(actor, person)
    with command(actor=actor, at=at) as cmd:
        found = Person.of(person)
        where = department_in_force(department, from_on)
        part = section_of(where, section)
        require(
            _office_known(office),
            _staff(found),
            period(from_on, to_on),
            _document(document),
            _no_overlap(found, office, where, part, from_on, to_on),
        )
        made = Post(
            person=found, standing=found, office=office, department=where, section=part,
            from_on=from_on, to_on=to_on, document=document.strip(),
        )  # fmt: skip
        made.save(force_insert=True)
        cmd.emit("account.changed", pub={"kind": "post", "count": 1}, private=concerning(found, office=office))
    return made


def _office_known(office: str) -> Finding:
    return judge(
        "ACC-7",
        "第十五条",
        office in BUSINESS_OFFICES,
        required="、".join(BUSINESS_OFFICES),
        actual=office,
        refusal=f"没有职务“{office}”（第十五条）。",
        remedy="请从职务表中选择；管理员身份用“授权”办理。",
    )


def _staff(person: Person) -> Finding:
    return judge(
        "ACC-4",
        "第五条",
        not person.is_administrator and person.erased_at is None,
        required="工作人员",
        actual="个人信息已删除" if person.erased_at else label_of(person.role),
        refusal="管理员不得担任业务职务，已删除的人员不得任职（第五条）。",
        remedy="请另择人员，或先免去其管理员身份。",
    )


def _document(document: str) -> Finding:
    return judge(
        "ACC-7",
        "第五条",
        bool(document.strip()),
        required="文号或会议纪要",
        actual="空",
        refusal="缺少任免文件（第五条）。",
        remedy="请填写文号；没有文号的填写会议纪要的名称和日期。",
    )


def _no_overlap(
    person: Person, office: str, where: Department, part: Section | None, from_on: date, to_on: date | None
) -> Finding:
    """The same office in the same place twice at one time. In two sections, or in two departments, is allowed."""
    same = Post.objects.filter(person=person, office=office, department=where, section=part)
    begins_before_our_end = Q() if to_on is None else Q(from_on__lte=to_on)
    met = same.filter(begins_before_our_end, Q(to_on__isnull=True) | Q(to_on__gte=from_on)).first()
    return judge(
        "ACC-8",
        "第五条",
        met is None,
        required="与已有任职不重叠",
        actual="" if met is None else f"{met.from_on} 至 {met.to_on or '今'}",
        refusal=f"该人员在此期间已任{label_of(office)}（第五条）。",
        remedy="请先免去原任职，或更正起止日期。",
    )
