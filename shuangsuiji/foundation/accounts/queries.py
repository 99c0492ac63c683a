"""Who somebody is and which offices he holds on a day.

Source: 00-decisions, 11; 第十五条, 第二十一条; 10-articles (a vacant post, or the holder asked himself: the next office up decides).
A day is the office's day in Beijing. Never: decides what an office may do.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from shuangsuiji.core.rules.finding import judge, require
from shuangsuiji.core.rules.offices import next_up
from shuangsuiji.foundation.accounts.models import Account, Certificate, Department, Person, Post, Section
from shuangsuiji.foundation.accounts.models.account import known
from shuangsuiji.foundation.accounts.models.certificate import valid
from shuangsuiji.foundation.accounts.models.department import in_force
from shuangsuiji.foundation.accounts.roles import ADMINISTRATORS, SECOND_FACTOR_OFFICES, label_of
from shuangsuiji.foundation.ledger.actor import Actor


@dataclass(frozen=True, slots=True)
class Deciding:
    """Who decides: the office, and why it stands in for the usual one (empty where it is the usual one)."""

    office: str
    standing_in: str = ""


def day_of(at: datetime) -> date:
    """The office's day at a moment."""
    return timezone.localdate(at)


def is_founded() -> bool:
    """Whether there is a department: an installation without one is empty. One query."""
    return Department.objects.exists()


def offices_on(person: Person, day: date) -> frozenset[str]:
    """Codes of the offices held on that day; for an administrator the one role. One query."""
    if person.is_administrator:
        return frozenset({person.role})
    return frozenset(Post.objects.filter(in_force(day), person=person).values_list("office", flat=True))


def posts_on(person: Person, day: date) -> QuerySet[Post]:
    """The posts held on that day, oldest first, with department and section."""
    posts: QuerySet[Post] = Post.objects.filter(in_force(day), person=person).select_related("department", "section")
    return posts


def holders_of(office: str, department: str, day: date) -> list[Person]:
    """Everybody who holds the office in that department (by code) on that day, longest in office first."""
    posts = Post.objects.filter(in_force(day), office=office, department__code=department).select_related("person__key")
    return list({post.person_id: post.person for post in posts}.values())


def holder_of(office: str, department: str, day: date) -> Person | None:
    """Whoever has held the office longest of those who hold it; None where the post is vacant."""
    return next(iter(holders_of(office, department, day)), None)


def deciding_office(office: str, department: str, day: date, *, requester: Person) -> Deciding | None:
    """The office that decides a request: the usual one, or the next up where nobody but the requester holds it.

    None where the ladder ends without anybody: then a superior department decides on paper.
    """
    reason = ""
    asked: str | None = office
    while asked is not None:
        holders = holders_of(asked, department, day)
        if any(holder.pk != requester.pk for holder in holders):
            return Deciding(asked, reason)
        why = "本人提出" if holders else "空缺"
        reason = "；".join(filter(None, (reason, f"{label_of(asked)}{why}，由上一级职务决定")))
        asked = next_up(asked)
    return None


def actor(account: Account, office: str, at: datetime, *, department: str = "") -> Actor:
    """The account's person acting in an office held now (of that department where several are meant).

    Raises RuleViolation (ACC-1) for an office not held, or an account that may not be used.
    """
    person, day = account.person, day_of(at)
    org = _where(person, office, day, department)
    require(
        judge(
            "ACC-1",
            "第五条",
            org is not None and account.usable(at, day),
            required=label_of(office),
            actual="、".join(sorted(map(label_of, offices_on(person, day)))) or "无",
            refusal=f"您在 {day:%Y-%m-%d} 未担任{label_of(office)}，不能以此职务办理（第五条）。",
            remedy="请换用本人职务；任职有变动的，请安全管理员登记任免文件。",
        )
    )
    return Actor(str(org), office, person.pk, person.key_id)


def own_actor(account: Account, at: datetime) -> Actor:
    """The account's person in what concerns himself only (his password, his second factor): no office is asked for."""
    held = posts_on(account.person, day_of(at)).first()
    office = held.office if held is not None else account.person.role
    return Actor(account.person.department.code, office, account.person.pk, account.person.key_id)


def _where(person: Person, office: str, day: date, department: str) -> str | None:
    """The code of the department for which the office is held on that day."""
    if office in ADMINISTRATORS:
        return person.department.code if person.role == office else None
    held = posts_on(person, day).filter(office=office)
    if department:
        held = held.filter(department__code=department)
    post = held.first()
    return None if post is None else post.department.code


def find_account(username: str) -> Account | None:
    """The account of that name, however it is typed; person and key with it. One query."""
    return Account.objects.filter(username=known(username)).select_related("person__key", "person__department").first()


def active_administrators(role: str, at: datetime) -> QuerySet[Account]:
    """Accounts of that administrator's role that may be used now."""
    enabled = Q(disabled_at__isnull=True) | Q(disabled_at__gt=at)
    lasting = Q(ends_on__isnull=True) | Q(ends_on__gte=day_of(at))
    accounts: QuerySet[Account] = Account.objects.filter(enabled, lasting, person__role=role)
    return accounts


def is_only_administrator(account: Account, at: datetime) -> bool:
    """Whether nobody else could do this administrator's work now."""
    role = account.person.role
    return role in ADMINISTRATORS and not active_administrators(role, at).exclude(pk=account.pk).exists()


def needs_second_factor(account: Account, day: date) -> bool:
    """Whether the account must sign in with a second factor: administrators and approvers (80-reliability E13)."""
    return account.person.is_administrator or bool(offices_on(account.person, day) & SECOND_FACTOR_OFFICES)


def department_in_force(code: str, day: date) -> Department:
    """The department of that code. Raises RuleViolation (ACC-6) where there is none on that day."""
    found: Department | None = Department.objects.filter(in_force(day), code=code).first()
    require(
        judge(
            "ACC-6",
            "第三条",
            found is not None,
            required="启用中的部门",
            actual=code,
            refusal=f"没有启用中的部门“{code}”（第三条）。",
            remedy="请核对部门代码，或由系统管理员先登记部门。",
        )
    )
    assert found is not None
    return found


def section_of(department: Department, code: str) -> Section | None:
    """The section of that code, None for an empty code. Raises RuleViolation (ACC-6)."""
    if not code:
        return None
    found: Section | None = department.sections.filter(code=code).first()
    require(
        judge(
            "ACC-6",
            "第三条",
            found is not None,
            required="本部门的股室",
            actual=code,
            refusal=f"{department.name}没有股室“{code}”（第三条）。",
            remedy="请核对股室代码，或先登记股室。",
        )
    )
    return found


def certificates_valid_on(people: Iterable[Person], day: date) -> QuerySet[Certificate]:
    """Certificates of these persons that may be shown at a visit on that day."""
    found: QuerySet[Certificate] = Certificate.objects.filter(valid(day), person__in=list(people))
    return found


def posts_open_after(person: Person, day: date) -> bool:
    """Whether the person holds a business office on that day or later."""
    return bool(Post.objects.filter(in_force(day) | Q(from_on__gt=day), person=person).exists())


def choosable_departments() -> list[tuple[str, str]]:
    """Code and name of every department that has not been closed, by code. One query."""
    return list(Department.objects.filter(to_on__isnull=True).order_by("code").values_list("code", "name"))


def choosable_sections() -> list[tuple[str, str]]:
    """`department` or `department/section` with their names, departments by code, each followed by its sections. Two queries."""
    found: list[tuple[str, str]] = []
    open_ones = Department.objects.filter(to_on__isnull=True).order_by("code").prefetch_related("sections")
    for department in open_ones:
        found.append((department.code, department.name))
        sections = [each for each in department.sections.all() if each.to_on is None]
        found += [(f"{department.code}/{each.code}", f"{department.name} {each.name}") for each in sections]
    return found


def all_departments() -> QuerySet[Department]:
    """Every department with its sections, by code; the closed ones too. Two queries."""
    departments: QuerySet[Department] = Department.objects.order_by("code").select_related("parent")
    return departments.prefetch_related("sections")


def everybody() -> QuerySet[Person]:
    """Every person with department, section, key and log-in: what the administrators' list shows."""
    persons: QuerySet[Person] = Person.objects.select_related("department", "section", "key", "account")
    return persons.prefetch_related("posts__department", "posts__section")


def person_of(key: Any) -> Person | None:
    """One person with everything the page shows; None where there is none."""
    return everybody().filter(pk=key).first()
