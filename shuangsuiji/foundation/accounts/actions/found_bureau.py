"""The first set-up: a department, its three administrators, the first persons. Once, and by nobody who could do it again.

Source: 第五条; 80-reliability E12 (three administrators apart from the first day).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.foundation.accounts.making import NewAccount, NewPerson, enter_account, enter_person
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.accounts.roles import ADMINISTRATORS
from shuangsuiji.foundation.ledger.actor import MACHINE, Actor
from shuangsuiji.foundation.ledger.command import command


@dataclass(frozen=True, slots=True)
class NewDepartment:
    """A department to enter."""

    code: str
    name: str
    division: str
    from_on: date


def found_bureau(
    *,
    department: NewDepartment,
    administrators: Mapping[str, tuple[NewPerson, NewAccount]],
    persons: Sequence[tuple[NewPerson, NewAccount | None]] = (),
    at: datetime,
) -> Department:
    """Set up an empty installation. `administrators` maps each of the three roles to its person and log-in.

    Raises RuleViolation (ACC-9) where there is a department already or a role is missing, ValidationError.
    """
    require(_nothing_yet(), _all_three(administrators))
    with command(actor=Actor(department.code, MACHINE), at=at) as cmd:
        made = Department(
            code=department.code, name=department.name, division=department.division, from_on=department.from_on
        )
        made.clean_fields(exclude=("id", "event"))
        made.save(force_insert=True)
        for role, (person, account) in administrators.items():
            enter_account(cmd, account, enter_person(cmd, person, department=made, role=role))
        for person, log_in in persons:
            entered = enter_person(cmd, person, department=made)
            if log_in is not None:
                enter_account(cmd, log_in, entered)
        cmd.emit("account.changed", pub={"kind": "founding", "count": 1 + len(administrators) + len(persons)})
    return made


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
