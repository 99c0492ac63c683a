"""A small bureau of invented people: three administrators, a clerk, a deputy head, a principal head; built by the real acts."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from shuangsuiji.foundation.accounts import queries, second_factor
from shuangsuiji.foundation.accounts.actions.appoint import appoint
from shuangsuiji.foundation.accounts.actions.enrol_second_factor import enrol_second_factor
from shuangsuiji.foundation.accounts.actions.found_bureau import NewDepartment, found_bureau
from shuangsuiji.foundation.accounts.making import NewAccount, NewPerson
from shuangsuiji.foundation.accounts.models import Account, Department, Person
from shuangsuiji.foundation.accounts.roles import ADMINISTRATORS
from shuangsuiji.foundation.ledger.actor import Actor
from tests.remembered import remembered

FIRST = "Wuyue-9-xia"  # the password of a first log-in; three classes, twelve characters with the name's tail
BEGAN = date(2026, 1, 1)
STAFF = {"li": "李明德", "sun": "孙立群", "zhou": "周正言", "zheng": "郑守一"}
OFFICES = {"li": "clerk", "sun": "deputy_head", "zhou": "principal_head", "zheng": "section_head"}
TITLES = {"sysadmin": "钱系统", "secadmin": "赵安全", "audadmin": "冯审计"}


def password_of(username: str) -> str:
    """Everybody's own."""
    return f"{FIRST}-{sum(map(ord, username))}"


@dataclass(slots=True)
class Bureau:
    """What was built; `secrets` holds the authenticators' secrets by user name."""

    department: Department
    at: datetime
    secrets: dict[str, bytes] = field(default_factory=dict)

    def account(self, username: str) -> Account:
        """The account as the database has it now."""
        found = queries.find_account(username)
        assert found is not None
        return found

    def person(self, username: str) -> Person:
        """The person behind a user name."""
        return self.account(username).person

    def actor(self, username: str, office: str | None = None) -> Actor:
        """The person acting in his office."""
        office = office or OFFICES.get(username, username)
        return queries.actor(self.account(username), office, self.at)

    def code(self, username: str, at: datetime) -> str:
        """What the authenticator shows."""
        return authenticator(self.secrets[username], at)


def authenticator(secret: bytes, at: datetime) -> str:
    """The six digits at a moment."""
    return second_factor._totp(secret).generate(int(at.timestamp())).decode()


def build(at: datetime, *, appointed: bool = True, usable: bool = True) -> Bureau:
    """The bureau as its acts make it; `appointed`: the staff in office; with `usable` nobody has to change his first password."""
    return remembered(_build, at, appointed=appointed, usable=usable)


def _build(at: datetime, *, appointed: bool, usable: bool) -> Bureau:
    """Found the bureau; appoint the staff; with `usable` nobody has to change his first password."""
    department = found_bureau(
        department=NewDepartment("rsj", "平原县人力资源和社会保障局", "410999", BEGAN),
        administrators={role: _one(TITLES[role], role) for role in ADMINISTRATORS},
        persons=[_one(name, username) for username, name in STAFF.items()],
        at=at,
    )
    bureau = Bureau(department, at)
    if appointed:
        for username, office in OFFICES.items():
            appoint(
                person=bureau.person(username).pk, office=office, department="rsj", from_on=BEGAN,
                document="平人社任〔2026〕1号", actor=bureau.actor("secadmin"), at=at,
            )  # fmt: skip
    if usable:
        _use_first_passwords()
    return bureau


def _one(name: str, username: str) -> tuple[NewPerson, NewAccount]:
    return NewPerson(name, phone="13900000000"), NewAccount(username, password_of(username))


def _use_first_passwords() -> None:
    """As if everybody had changed his password to the same one; what the change itself does has tests of its own."""
    Account._base_manager.update(must_change_password=False)


def enrol(bureau: Bureau, username: str, *, at: datetime | None = None) -> list[str]:
    """Give an account its authenticator; answers the recovery codes. The code used is two steps old afterwards."""
    moment = (at or bureau.at) - timedelta(minutes=2)
    secret = second_factor.new_secret()
    account = bureau.account(username)
    actor = Actor("rsj", "clerk", account.person_id, account.person.key_id)
    bureau.secrets[username] = secret
    return enrol_second_factor(
        account=account.pk, secret=secret, code=authenticator(secret, moment), actor=actor, at=moment
    )
