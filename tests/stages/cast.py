"""The cast at work: two departments of a county with the people of tests/cast.py in their offices, built by the real acts.

`county(at)` gives a `County`; `county.actor(SUN)` acts in Sun's office, `county.account(SUN)` signs in.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.test import Client

from shuangsuiji.foundation.accounts import queries, session_times
from shuangsuiji.foundation.accounts.actions.add_department import add_department
from shuangsuiji.foundation.accounts.actions.add_person import add_person
from shuangsuiji.foundation.accounts.actions.appoint import appoint
from shuangsuiji.foundation.accounts.actions.found_bureau import NewDepartment, NewSection, found_bureau
from shuangsuiji.foundation.accounts.making import NewAccount, NewPerson
from shuangsuiji.foundation.accounts.models import Account, Department, Person
from shuangsuiji.foundation.accounts.roles import ADMINISTRATORS
from shuangsuiji.foundation.ledger.actor import Actor
from tests.cast import (
    FENG,
    JOINING_DEPARTMENT,
    LEAD_DEPARTMENT,
    LI,
    QIAN,
    SUN,
    WANG,
    WU,
    ZHAO,
    ZHENG,
    ZHOU,
)
from tests.cast import Person as Member
from tests.remembered import remembered

BEGAN = date(2026, 1, 1)
DOCUMENT = "平政任〔2026〕1号"
NAMES = {LEAD_DEPARTMENT: "平原县人力资源和社会保障局", JOINING_DEPARTMENT: "平原县市场监督管理局"}

# The other side: whoever is asked in the joining department, and the offices that stand above departments.
HE = Member("何", "deputy_head", JOINING_DEPARTMENT, "参与部门分管负责人")
GAO = Member("高", "principal_head", JOINING_DEPARTMENT, "参与部门主要负责人")
LUO = Member("罗", "registry_keeper", JOINING_DEPARTMENT, "参与部门名录库管理员")
XIE = Member("谢", "section_head", JOINING_DEPARTMENT, "参与部门股室负责人")
TANG = Member("唐", "coordinator", LEAD_DEPARTMENT, "调解仲裁与劳动监察股")
SONG = Member("宋", "joint_office", JOINING_DEPARTMENT, "联席会议办公室")
EVERYBODY = (LI, WANG, ZHAO, QIAN, SUN, ZHOU, WU, ZHENG, FENG, HE, GAO, LUO, XIE, TANG, SONG)
USERNAMES = {member.name: f"u{number:02d}" for number, member in enumerate(EVERYBODY)}
BACKEND = "shuangsuiji.foundation.accounts.backend.SessionBackend"


@dataclass(frozen=True, slots=True)
class County:
    """What was built."""

    at: datetime

    @property
    def lead(self) -> Department:
        """The bureau."""
        found: Department = Department.objects.get(code=LEAD_DEPARTMENT)
        return found

    @property
    def joining(self) -> Department:
        """The department that takes part."""
        found: Department = Department.objects.get(code=JOINING_DEPARTMENT)
        return found

    def account(self, member: Member) -> Account:
        """The log-in of somebody of the cast."""
        found = queries.find_account(USERNAMES[member.name])
        assert found is not None
        return found

    def person(self, member: Member) -> Person:
        """The person behind it."""
        return self.account(member).person

    def actor(self, member: Member, office: str = "", at: datetime | None = None) -> Actor:
        """Somebody acting in his office."""
        return queries.actor(self.account(member), office or member.office, at or self.at)

    def client(self, member: Member) -> Client:
        """Somebody's browser, signed in with a second factor."""
        client = Client()
        client.force_login(self.account(member), backend=BACKEND)
        session = client.session
        session_times.begin(session, at=self.at, second_factor=True)
        session.save()
        return client


def password_of(username: str) -> str:
    """Long enough, and nobody's name in it."""
    return f"Wuyue-9-xia-{sum(map(ord, username))}"


def build_county(at: datetime) -> County:
    """The county as its acts make it."""
    return remembered(_build, at)


def _build(at: datetime) -> County:
    """Found the bureau, enter the second department, appoint everybody; nobody has to change his first password."""
    found_bureau(
        department=NewDepartment(LEAD_DEPARTMENT, NAMES[LEAD_DEPARTMENT], "410999", BEGAN),
        administrators={role: (NewPerson(f"某{role}"), NewAccount(role, password_of(role))) for role in ADMINISTRATORS},
        sections=[NewSection("ldjc", "劳动保障监察股"), NewSection("jgjj", "机关纪检")],
        at=at,
    )
    system, security = administrator("sysadmin", at), administrator("secadmin", at)
    add_department(
        code=JOINING_DEPARTMENT, name=NAMES[JOINING_DEPARTMENT], division="410999", from_on=BEGAN, actor=system, at=at
    )
    for member in EVERYBODY:
        username = USERNAMES[member.name]
        person = add_person(
            person=NewPerson(f"{member.name}某"),
            department=member.department,
            account=NewAccount(username, password_of(username)),
            actor=system,
            at=at,
        )
        appoint(
            person=person.pk, office=member.office, department=member.department, from_on=BEGAN, document=DOCUMENT,
            actor=security, at=at,
        )  # fmt: skip
    # As if everybody had changed his first password; what the change itself does has tests of its own.
    Account._base_manager.update(must_change_password=False)
    return County(at)


def administrator(role: str, at: datetime) -> Actor:
    """One of the three administrators."""
    account = queries.find_account(role)
    assert account is not None
    return queries.actor(account, role, at)
