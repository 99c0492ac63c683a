"""The first set-up: a department with its sections, its three administrators, the first persons and their offices.

Source: 第三条, 第五条; 80-reliability E12 (three administrators apart from the first day). Once, and by nobody who could do it again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.foundation.accounts.making import NewAccount, NewPerson, enter_account, enter_person
from shuangsuiji.foundation.accounts.models import Department, Person, Post, Section
from shuangsuiji.foundation.accounts.roles import ADMINISTRATORS, BUSINESS_OFFICES
from shuangsuiji.foundation.ledger.actor import MACHINE, Actor
from shuangsuiji.foundation.ledger.command import Command, command


@dataclass(frozen=True, slots=True)
class NewDepartment:
    """A department to enter."""

    code: str
    name: str
    division: str
    from_on: date


@dataclass(frozen=True, slots=True)
class NewSection:
    """A section (股室) of the new department."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class FirstPost:
    """An office the person at place `person` of `persons` holds from the first day, on `document`; `section` is a code or empty."""

    person: int
    office: str
    section: str = ""
    document: str = ""


def found_bureau(
    *,
    department: NewDepartment,
    administrators: Mapping[str, tuple[NewPerson, NewAccount]],
    persons: Sequence[tuple[NewPerson, NewAccount | None]] = (),
    sections: Sequence[NewSection] = (),
    posts: Sequence[FirstPost] = (),
    at: datetime,
) -> Department:
    """Set up an empty installation. `administrators` maps each of the three roles to its person and log-in.

    Raises RuleViolation (ACC-7, ACC-9) where there is a department already, a role is missing or an office has no document;
    ValidationError for a code, name or password written otherwise.
    """
    require(_nothing_yet(), _all_three(administrators), _documents(posts), _offices(posts))
    with command(actor=Actor(department.code, MACHINE), at=at) as cmd:
        made = Department(
            code=department.code, name=department.name, division=department.division, from_on=department.from_on
        )
        made.clean_fields(exclude=("id", "event"))
        made.save(force_insert=True)
        parts = _enter_sections(made, sections)
        for role, (person, account) in administrators.items():
            enter_account(cmd, account, enter_person(cmd, person, department=made, role=role))
        entered = [_enter(cmd, made, person, log_in) for person, log_in in persons]
        for post in posts:
            _enter_post(made, entered[post.person], parts.get(post.section), post)
        count = 1 + len(administrators) + len(persons) + len(sections) + len(posts)
        cmd.emit("account.changed", pub={"kind": "founding", "count": count})
    return made


def _enter(cmd: Command, department: Department, person: NewPerson, log_in: NewAccount | None) -> Person:
    entered = enter_person(cmd, person, department=department)
    if log_in is not None:
        enter_account(cmd, log_in, entered)
    return entered


def _enter_sections(department: Department, sections: Sequence[NewSection]) -> dict[str, Section]:
    made = {}
    for each in sections:
        section = Section(department=department, code=each.code, name=each.name, from_on=department.from_on)
        section.clean_fields(exclude=("id", "event"))
        section.save(force_insert=True)
        made[each.code] = section
    return made


def _enter_post(department: Department, person: Person, section: Section | None, post: FirstPost) -> None:
    Post(
        person=person, standing=person, office=post.office, department=department, section=section,
        from_on=department.from_on, document=post.document.strip(),
    ).save(force_insert=True)  # fmt: skip


def _nothing_yet() -> Finding:
    count = Department.objects.count()
    return judge(
        "ACC-9",
        "第五条",
        count == 0,
        required=0,
        actual=count,
        refusal="本系统已经初始化，不能再次初始化（第五条）。",
        remedy="新增部门、人员请由系统管理员办理。",
    )


def _all_three(administrators: Mapping[str, object]) -> Finding:
    missing = [label for role, label in ADMINISTRATORS.items() if role not in administrators]
    return judge(
        "ACC-9",
        "第五条",
        not missing and set(administrators) == set(ADMINISTRATORS),
        required="三类管理员各一人",
        actual=f"缺 {'、'.join(missing)}" if missing else "有不认识的身份",
        refusal=f"初始化须同时设立系统、安全、审计三类管理员，现缺{'、'.join(missing) or '无，但有不认识的身份'}（第五条）。",
        remedy="人手少的单位可分别由信息中心、办公室、机关纪检担任。",
    )


def _documents(posts: Sequence[FirstPost]) -> Finding:
    without = sum(not post.document.strip() for post in posts)
    return judge(
        "ACC-7",
        "第五条",
        without == 0,
        required="文号或会议纪要",
        actual=f"{without} 项任职没有",
        refusal=f"有 {without} 项任职缺少任免文件（第五条）。",
        remedy="请填写文号；没有文号的填写会议纪要的名称和日期。",
    )


def _offices(posts: Sequence[FirstPost]) -> Finding:
    strange = sorted({post.office for post in posts} - set(BUSINESS_OFFICES))
    return judge(
        "ACC-7",
        "第十五条",
        not strange,
        required="职务表中的职务",
        actual="、".join(strange) or "无",
        refusal=f"没有职务“{'、'.join(strange)}”（第十五条）。",
        remedy="请从职务表中选择；管理员身份另行设立。",
    )
