"""What `shuangsuiji accounts` does. Imported once Django is ready.

Source: 20-house §7 (console: same acts, same rules). Exit codes: 0 done, 1 refused. The clock is read here, passwords are typed
here and never echoed.
"""

import getpass
from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.foundation.accounts import queries, second_factor, setup_code
from shuangsuiji.foundation.accounts.actions.add_department import add_department
from shuangsuiji.foundation.accounts.actions.add_person import add_person
from shuangsuiji.foundation.accounts.actions.add_section import add_section
from shuangsuiji.foundation.accounts.actions.appoint import appoint
from shuangsuiji.foundation.accounts.actions.change_password import reset_password
from shuangsuiji.foundation.accounts.actions.disable_account import disable_account, enable_account
from shuangsuiji.foundation.accounts.actions.enrol_second_factor import remove_second_factor
from shuangsuiji.foundation.accounts.actions.erase_person import erase_person
from shuangsuiji.foundation.accounts.actions.found_bureau import NewDepartment, found_bureau
from shuangsuiji.foundation.accounts.actions.grant_role import grant_role
from shuangsuiji.foundation.accounts.actions.open_account import open_account
from shuangsuiji.foundation.accounts.actions.unlock_account import unlock_account
from shuangsuiji.foundation.accounts.making import NewAccount, NewPerson
from shuangsuiji.foundation.accounts.models import Account, Person
from shuangsuiji.foundation.accounts.passwords import first_password
from shuangsuiji.foundation.accounts.roles import ADMINISTRATORS, label_of
from shuangsuiji.foundation.accounts.signing_in import Verdict, locked_until, may_be_used, try_code, try_password
from shuangsuiji.foundation.ledger.actor import MACHINE, Actor
from shuangsuiji.foundation.ledger.attempt import attempt
from shuangsuiji.foundation.ledger.keys import KeyUnusable
from shuangsuiji.foundation.ledger.refusal import Busy, ClockBehind, WritesRefused
from shuangsuiji.web.console.clock import local, local_day
from shuangsuiji.web.console.words import Printer

GOOD, BAD = 0, 1
_ONLY_ONCE = "初始密码只显示这一次，首次登录须修改；请分别当面交给本人。"


class Refused(Exception):
    """The act cannot be done; the text says why and what to do."""


def run(name: str, options: Namespace) -> int:
    """Run one of them; every refusal is told in sentences."""
    printer = Printer(as_json=options.json)
    try:
        printer.result(_ACTS[name](options, printer, datetime.now(UTC)))
    except (Refused, RuleViolation, WritesRefused, Busy, ClockBehind, KeyUnusable) as refusal:
        printer.decline(f"{refusal}")
        return BAD
    except ValidationError as error:
        printer.decline(*error.messages)
        return BAD
    return GOOD


def _found(options: Namespace, printer: Printer, at: datetime) -> Mapping[str, Any]:
    given = {role: getattr(options, role) for role in ADMINISTRATORS}
    passwords = {role: first_password() for role in given}
    administrators = {
        role: (NewPerson(name), NewAccount(username, passwords[role])) for role, (username, name) in given.items()
    }
    department = NewDepartment(options.code, options.name, options.division, _from(options, at))
    attempt(found_bureau, department=department, administrators=administrators, at=at)
    printer.title("已初始化", "第五条")
    rows = [(label_of(role), given[role][0], given[role][1], passwords[role]) for role in given]
    printer.table("", ("身份", "用户名", "姓名", "初始密码"), rows)
    printer.say(_ONLY_ONCE)
    printer.say("管理员首次登录须登记动态口令。下一步：由系统管理员登记人员，由安全管理员登记任职。")
    return {"department": options.code, "passwords": {given[role][0]: passwords[role] for role in given}}


def _setup_code(options: Namespace, printer: Printer, at: datetime) -> Mapping[str, Any]:
    if queries.is_founded():
        raise Refused("本系统已经初始化，不再需要安装码。新增部门、人员请由系统管理员办理。")
    code = setup_code.make(settings.SHUANGSUIJI_HOME)
    printer.say(f"安装码 {code}")
    printer.say("打开网站的 /setup/，按页面提示建立本局、股室、岗位和首批账户；建立后安装码即作废。")
    return {"setup_code": code}


def _department(options: Namespace, printer: Printer, at: datetime) -> Mapping[str, Any]:
    made = attempt(
        add_department,
        code=options.code,
        name=options.name,
        division=options.division,
        parent=options.parent,
        from_on=_from(options, at),
        actor=_acting(options, at),
        at=at,
    )
    printer.say(f"已登记部门 {made.name}（{made.code}）。")
    return {"department": made.code}


def _section(options: Namespace, printer: Printer, at: datetime) -> Mapping[str, Any]:
    made = attempt(
        add_section,
        department=options.department,
        code=options.code,
        name=options.name,
        from_on=_from(options, at),
        actor=_acting(options, at),
        at=at,
    )
    printer.say(f"已登记股室 {made.name}（{made.code}）。")
    return {"section": made.code}


def _person(options: Namespace, printer: Printer, at: datetime) -> Mapping[str, Any]:
    new = NewAccount(options.username, first_password()) if options.username else None
    made = attempt(
        add_person,
        person=NewPerson(options.name, options.phone),
        department=options.department,
        section=options.section,
        account=new,
        actor=_acting(options, at),
        at=at,
    )
    printer.say(f"已登记人员 {made.name}，编号 {made.pk}。")
    return {"person": f"{made.pk}", **_tell_opened(new, printer)}


def _account(options: Namespace, printer: Printer, at: datetime) -> Mapping[str, Any]:
    new = NewAccount(options.username, first_password())
    attempt(open_account, person=_person_named(options.person), account=new, actor=_acting(options, at), at=at)
    return _tell_opened(new, printer)


def _tell_opened(new: NewAccount | None, printer: Printer) -> Mapping[str, Any]:
    if new is None:
        return {}
    printer.say(f"已开立账户 {new.username}，初始密码 {new.password}")
    printer.say(_ONLY_ONCE)
    return {"username": new.username, "password": new.password}


def _appoint(options: Namespace, printer: Printer, at: datetime) -> Mapping[str, Any]:
    made = attempt(
        appoint,
        person=_person_named(options.person),
        office=options.office,
        department=options.department,
        section=options.section,
        document=options.document,
        from_on=_from(options, at),
        to_on=options.to_on,
        actor=_acting(options, at),
        at=at,
    )
    printer.say(f"已登记任职：{label_of(made.office)}，自 {made.from_on} 起。")
    return {"post": f"{made.pk}"}


def _role(options: Namespace, printer: Printer, at: datetime) -> Mapping[str, Any]:
    person = _person_named(options.person)
    acting = _acting(options, at)
    made = attempt(grant_role, person=person, role=options.role, reason=options.reason, actor=acting, at=at)
    printer.say(f"已授权：{made.get_role_display()}。")
    return {"role": made.role}


def _switch(act: Callable[..., Account], told: str) -> Callable[[Namespace, Printer, datetime], Mapping[str, Any]]:
    def switch(options: Namespace, printer: Printer, at: datetime) -> Mapping[str, Any]:
        found = _account_named(options.username)
        attempt(act, account=found.pk, reason=options.reason, actor=_acting(options, at), at=at)
        printer.say(f"{told}账户 {found.username}。")
        return {"username": found.username}

    return switch


def _erase_person(options: Namespace, printer: Printer, at: datetime) -> Mapping[str, Any]:
    person = _person_named(options.person)
    acting = _acting(options, at)
    attempt(
        erase_person,
        person=person,
        ground=options.ground,
        retained_until=options.retained_until,
        reason=options.reason,
        actor=acting,
        at=at,
    )
    printer.say(
        f"已删除人员 {person} 的个人信息并停用账户，记入日志。条目和证明不变，加密的原值从此打不开，旧备份里也一样。"
    )
    return {"person": f"{person}"}


def _unlock(options: Namespace, printer: Printer, at: datetime) -> Mapping[str, Any]:
    found = _account_named(options.username)
    forgotten = unlock_account(account=found.pk, actor=_machine(found), at=at)
    printer.say("已解除锁定。" if forgotten else "该账户没有被锁定。")
    return {"forgotten": forgotten}


def _reset_password(options: Namespace, printer: Printer, at: datetime) -> Mapping[str, Any]:
    found, password = _account_named(options.username), first_password()
    arguments = {"account": found.pk, "password": password, "reason": options.reason}
    attempt(reset_password, **arguments, actor=_machine(found), at=at)
    printer.say(f"账户 {found.username} 的一次性密码 {password}")
    printer.say(_ONLY_ONCE)
    return {"username": found.username, "password": password}


def _reset_factor(options: Namespace, printer: Printer, at: datetime) -> Mapping[str, Any]:
    found = _account_named(options.username)
    attempt(remove_second_factor, account=found.pk, reason=options.reason, actor=_machine(found), at=at)
    printer.say(f"已撤销账户 {found.username} 的动态口令；须用动态口令的，下次登录时重新登记。")
    return {"username": found.username}


def _list(options: Namespace, printer: Printer, at: datetime) -> Mapping[str, Any]:
    day = local_day(at)
    people = Person.objects.select_related("key", "department", "account").order_by("department__code", "id")
    rows = [
        (person.department.code, person.name, _offices(person, day), *_state(person, at), f"{person.pk}")
        for person in people
    ]
    printer.table("", ("部门", "姓名", "职务", "用户名", "状态", "人员编号"), rows)
    names = ("department", "name", "offices", "username", "state", "person")
    return {"persons": [dict(zip(names, row, strict=True)) for row in rows]}


def _offices(person: Person, day: date) -> str:
    return "、".join(sorted(map(label_of, queries.offices_on(person, day))))


def _state(person: Person, at: datetime) -> tuple[str, str]:
    account = getattr(person, "account", None)
    if account is None:
        return "", "无账户"
    until = locked_until(account, at)
    if until is not None:
        return account.username, f"锁定至 {local(until)}"
    return account.username, "启用" if may_be_used(account, at) else "停用"


def _acting(options: Namespace, at: datetime) -> Actor:
    """The administrator named by --as, after password and code."""
    outcome = try_password(options.acting, getpass.getpass(f"{options.acting} 的密码："), address=None, at=at)
    account = outcome.account
    if account is None:
        raise Refused("用户名或密码不正确，或该账户不能使用、暂时锁定。请核对后重试，或由安全管理员解锁。")
    if account.must_change_password:
        raise Refused("该账户仍是初始密码，请先在登录页修改密码。")
    if second_factor.factor_of(account) is None:
        raise Refused("管理员须先在登录页登记动态口令。")
    if try_code(account, getpass.getpass("验证码："), address=None, at=at).verdict is not Verdict.GRANTED:
        raise Refused("验证码不正确或已经用过。请等待下一个验证码再试。")
    return queries.actor(account, account.person.role, at)


def _machine(account: Account) -> Actor:
    return Actor(account.person.department.code, MACHINE)


def _account_named(username: str) -> Account:
    found = queries.find_account(username)
    if found is None:
        raise Refused(f"没有账户“{username}”。查看全部：shuangsuiji accounts list")
    return found


def _person_named(text: str) -> UUID:
    """A person's number, or the person of a user name."""
    account = queries.find_account(text)
    if account is not None:
        return UUID(str(account.person_id))
    try:
        key = UUID(text)
    except ValueError:
        raise Refused(f"“{text}”不是用户名，也不是人员编号。查看全部：shuangsuiji accounts list") from None
    if not Person.objects.filter(pk=key).exists():
        raise Refused(f"没有编号为 {key} 的人员。查看全部：shuangsuiji accounts list")
    return key


def _from(options: Namespace, at: datetime) -> date:
    given: date | None = options.from_on
    return given or local_day(at)


_ACTS: Mapping[str, Callable[[Namespace, Printer, datetime], Mapping[str, Any]]] = MappingProxyType(
    {
        "found": _found,
        "department": _department,
        "section": _section,
        "person": _person,
        "account": _account,
        "appoint": _appoint,
        "role": _role,
        "disable": _switch(disable_account, "已停用"),
        "enable": _switch(enable_account, "已启用"),
        "erase-person": _erase_person,
        "unlock": _unlock,
        "reset-password": _reset_password,
        "reset-factor": _reset_factor,
        "list": _list,
        "setup-code": _setup_code,
    }
)
