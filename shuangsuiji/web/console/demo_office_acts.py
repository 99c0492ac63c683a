"""The demo county in a database: founded, prepared for the year, published; each step by the act that a person would use.

Source: 第一条, 第二条, 第六条, 第七条, 第十条, 第十一条. Firms and people are invented; the clock is the real one, because the log's is.
"""

import os
import secrets
import subprocess
import sys
from argparse import Namespace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings

from shuangsuiji.core.rules.parameters import number as parameter
from shuangsuiji.core.rules.risk import RiskClass
from shuangsuiji.foundation.accounts import queries, setup_code
from shuangsuiji.foundation.accounts.actions.found_bureau import FirstPost, NewDepartment, NewSection, found_bureau
from shuangsuiji.foundation.accounts.making import NewAccount, NewPerson
from shuangsuiji.foundation.accounts.passwords import first_password
from shuangsuiji.foundation.accounts.roles import ADMINISTRATORS, label_of
from shuangsuiji.foundation.sheets.items import read_items
from shuangsuiji.foundation.sheets.subjects import read_subjects
from shuangsuiji.stages.disclosure.actions.publish_items import publish_items
from shuangsuiji.stages.disclosure.actions.publish_plan import publish_plan
from shuangsuiji.stages.items import queries as items
from shuangsuiji.stages.items.actions.approve_version import approve_version
from shuangsuiji.stages.items.actions.draft_version import draft_version
from shuangsuiji.stages.items.actions.edit_draft import import_items, send_version
from shuangsuiji.stages.items.actions.register_basis import register_basis
from shuangsuiji.stages.items.tables import rows_of
from shuangsuiji.stages.plans import drafting, policy_drafting
from shuangsuiji.stages.plans.actions.confirm_plan import confirm_plan
from shuangsuiji.stages.plans.actions.draft_plan import draft_plan
from shuangsuiji.stages.plans.actions.set_policy import set_policy
from shuangsuiji.stages.plans.queries.content import digest_of
from shuangsuiji.stages.plans.queries.plans import paper_shown
from shuangsuiji.stages.plans.queries.policies import policy_digest, policy_draft
from shuangsuiji.stages.plans.signing import Answer
from shuangsuiji.stages.registry.actions.decide_unclassified import decide_unclassified
from shuangsuiji.stages.registry.actions.import_subjects import SubjectList, import_subjects
from shuangsuiji.web.console.county.codes import COUNTY
from shuangsuiji.web.console.county.people import DEPARTMENTS
from shuangsuiji.web.console.county.towns import TOWNS
from shuangsuiji.web.console.demo_county import build_county
from shuangsuiji.web.console.demo_office_draw import declare_recusals, draw_task, guides, publish_and_dispatch
from shuangsuiji.web.console.demo_office_staff import CODE, STAFF, Office, now
from shuangsuiji.web.console.demo_office_task import inspectors, ready_task
from shuangsuiji.web.console.ledger.founding import init
from shuangsuiji.web.console.words import Printer

_PASSPHRASE = "passphrase"  # noqa: S105 - the name of the file, not what is in it
_COMMAND = (sys.executable, "-c", "import sys; from shuangsuiji.web.console.main import main; sys.exit(main())")
_PLANNING_MONTH = 11  # from November on the plan is next year's
_ORIGIN = f"log.example.org/{COUNTY[:6]}/{CODE}"
_SECTIONS = (("bgs", "办公室"), ("jgjj", "机关纪检"), ("ldjc", "劳动保障监察股"))
_DOCUMENT = "演示人社任〔2026〕1号"
_ADMINISTRATORS = {"sysadmin": ("xt", "钱系统"), "secadmin": ("aq", "赵安全"), "audadmin": ("sj", "何审计")}
_MEASURES = {each: f"按规定的{each.label}措施" for each in RiskClass}


def build(options: Namespace, place: Path) -> int:
    """From nothing to a published plan; 0 when everything was done."""
    printer = Printer(as_json=options.json)
    key = place / _PASSPHRASE
    key.touch(mode=0o600)
    key.write_text(secrets.token_urlsafe(24))
    if init(Namespace(origin=_ORIGIN, passphrase_file=key, json=options.json)):
        return 1
    today = queries.day_of(now())
    office = Office(printer, place, today.year + (today.month >= _PLANNING_MONTH))
    password = _found(office)
    county = build_county(place / "files", year=today.year, size=options.size, as_of=today.replace(day=1))
    documents = _documents(office)
    codes = _items(office, county.items)
    _subjects(office, county.subjects)
    inspectors(office, county.inspectors)
    declare_recusals(office)
    _policy(office)
    guides(office, codes)
    _plan(office, documents, codes)
    seal = partial(_ledger, "seal", "--home", str(settings.SHUANGSUIJI_SEALER_HOME), "--passphrase-file", str(key))
    number = ready_task(office)
    draw_task(office, number, seal)
    seal()
    publish_and_dispatch(office, number)
    printer.title("十一、封存并核对：另一个程序签名公布，逐行与日志核对", "第五条")
    if seal() or _ledger("verify"):
        return 1
    printer.title("账户", "第五条")
    rows = [(name, username, "、".join(map(label_of, offices))) for username, (name, offices) in STAFF.items()]
    rows += [(name, username, label_of(role)) for role, (username, name) in _ADMINISTRATORS.items()]
    printer.table("", ("姓名", "用户名", "职务"), rows)
    printer.say(f"初始密码都是 {password}，首次登录须修改；审批岗位和管理员还须登记动态口令。")
    printer.say(f"数据和日志在 {settings.SHUANGSUIJI_HOME}；删去即没有了。")
    printer.result({"home": f"{settings.SHUANGSUIJI_HOME}", "password": password})
    return 0


def serve(port: int, place: Path) -> None:
    """Become the web server, with a sealer beside it; both end with Ctrl-C."""
    Path(settings.STATIC_ROOT).mkdir(
        parents=True, exist_ok=True
    )  # files come out of the packages; the folder is only expected
    seal = ["ledger", "seal", "--watch", "--home", str(settings.SHUANGSUIJI_SEALER_HOME)]
    arguments = [*_COMMAND, *seal, "--passphrase-file", str(place / _PASSPHRASE)]
    subprocess.Popen(arguments, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
    address = f"127.0.0.1:{port}"
    sys.stdout.write(f"网站已打开：http://{address}/ （公示）　http://{address}/office/ （办公）　按 Ctrl-C 停止\n")
    sys.stdout.flush()
    gunicorn = ["-m", "gunicorn", "--bind", address, "--config", "python:shuangsuiji.web.project.gunicorn"]
    os.execv(sys.executable, [sys.executable, *gunicorn])  # noqa: S606 - our own interpreter, no shell


def _ledger(*arguments: str) -> int:
    """A command of the log in a process of its own, as an operator would give it; its exit code."""
    sys.stdout.flush()
    return subprocess.run([*_COMMAND, "ledger", *arguments], check=False).returncode  # noqa: S603 - our own program


def _found(office: Office) -> str:
    office.printer.title("一、建立本局、股室、三类管理员和岗位", "第三条、第五条")
    password = first_password()
    people = [(NewPerson(name), NewAccount(username, password)) for username, (name, _) in STAFF.items()]
    offices = [(place, each) for place, (_, held) in enumerate(STAFF.values()) for each in held]
    found_bureau(
        department=NewDepartment(CODE, DEPARTMENTS[CODE], COUNTY[:6], date(office.year - 1, 1, 1)),
        administrators={
            r: (NewPerson(name), NewAccount(user, password)) for r, (user, name) in _ADMINISTRATORS.items()
        },
        persons=people,
        sections=[NewSection(code, name) for code, name in _SECTIONS],
        posts=[FirstPost(place, each, "ldjc", _DOCUMENT) for place, each in offices],
        at=now(),
    )
    assert set(_ADMINISTRATORS) == set(ADMINISTRATORS)
    setup_code.forget(settings.SHUANGSUIJI_HOME)
    office.printer.say(f"{DEPARTMENTS[CODE]}：{len(_SECTIONS)} 个股室，{len(people) + len(_ADMINISTRATORS)} 个账户")
    return password


def _documents(office: Office) -> list[str]:
    office.printer.title("二、登记依据文件", "第一条")
    made = register_basis(
        number=f"演示政办〔{office.year - 1}〕9号", title="示范县双随机监管实施意见", level="COUNTY",
        issuing_body="示范县人民政府", from_on=date(office.year - 1, 1, 1), actor=office.actor("tang"), at=now(),
    )  # fmt: skip
    office.printer.say(f"{made}")
    return [str(made.pk)]


def _items(office: Office, sheet: Path) -> list[str]:
    office.printer.title("三、抽查事项清单：起草、送审、批准、公布", "第六条")
    li = office.actor("li")
    version = draft_version(kind="OWN", actor=li, at=now())
    rows = rows_of(read_items(sheet, at=queries.day_of(now())).require())
    count = import_items(version=version.pk, rows=rows, owners={}, replace=True, actor=li, at=now())
    send_version(version=version.pk, reason="首版清单", actor=li, at=now())
    seen = items.digest_of(version)
    approve_version(version=version.pk, seen=seen, actor=office.actor("sun"), at=now())
    notice = publish_items(version=version.pk, place="本平台公示网站", actor=li, at=now())
    office.printer.say(f"{count} 项，索引号 {notice.index_no}")
    return [row.code for row in items.published_items(CODE)[:2]]


def _subjects(office: Office, sheet: Path) -> None:
    office.printer.title("四、检查对象名录库：导入、分类", "第六条（一）、第十条")
    towns = {town.name: town.code for town in TOWNS}
    day = queries.day_of(now())
    reading = read_subjects(sheet, at=day, county=COUNTY, towns=towns, personal=True)
    with office.printer.working("写入名录库", "户"):
        import_subjects(
            roster=SubjectList.of(reading, full_list=True), actor=office.actor("wu"), at=now(), reason="首次导入"
        )
    decide_unclassified(treatment="AS_B", reason="演示：未分类的按 B 类处理", actor=office.actor("wu"), at=now())
    office.printer.say(f"{reading.counts['可用']} 户")


def _policy(office: Office) -> None:
    office.printer.title("六、分类监管规定：比例和频次", "第六条（三）、第六条（四）")
    tang, sun = office.actor("tang"), office.actor("sun")
    rows = {each.value: {**_quota(each), "measures": _MEASURES[each]} for each in RiskClass}
    draft = policy_drafting.write_policy(
        actor=tang, at=now(), document=f"演示人社〔{office.year - 1}〕30号", issuing_body=DEPARTMENTS[CODE],
        effective_from=date(office.year, 1, 1), rows=rows,
    )  # fmt: skip
    policy_drafting.send_policy(draft_id=draft.pk, version=draft.version, actor=tang, at=now())
    shown = policy_draft(draft.pk, CODE)
    assert shown is not None
    set_policy(draft_id=draft.pk, seen=policy_digest(shown), actor=sun, at=now())
    office.printer.say(
        "、".join(f"{each}类 {_quota(each)['num']}%、{_quota(each)['frequency']} 次" for each in RiskClass)
    )


def _plan(office: Office, documents: list[str], codes: list[str]) -> None:
    office.printer.title("七、年度抽查计划：编制、审批、公示", "第六条、第七条")
    li, year = office.actor("li"), office.year
    title = f"{year}年度双随机抽查计划"
    plan = draft_plan(kind="OWN", year=year, title=title, actor=li, at=now())
    drafting.edit_plan(plan_id=plan.pk, version=1, title=title, basis=documents, actor=li, at=now())
    line = {
        "task_name": "劳动用工和工资支付检查", "subject_range": "用人单位", "subject_types": ["ENTERPRISE"], "methods": ["M1"],
        "from_on": date(year, 3, 1), "to_on": date(year, 11, 30), "item_codes": codes,
        "quotas": {each.value: _quota(each) for each in RiskClass},
    }  # fmt: skip
    drafting.write_lines(plan_id=plan.pk, version=2, lines=[line], actor=li, at=now())
    drafting.send_plan(plan_id=plan.pk, version=3, actor=li, at=now())
    seen = digest_of(paper_shown(plan))
    confirm_plan(plan_id=plan.pk, answer=Answer(seen), actor=office.actor("sun"), at=now())
    notice = publish_plan(plan=plan.pk, place="本平台公示网站", actor=li, at=now())
    office.printer.say(f"{title}，索引号 {notice.index_no}")


def _quota(each: RiskClass) -> dict[str, Any]:
    """A class's share and frequency: the floors of the rules."""
    return {"num": parameter(f"sample_floor.{each}"), "den": 100, "frequency": parameter(f"draws_per_year.{each}")}
