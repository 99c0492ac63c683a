"""New persons and accounts inside an open command, for every act that makes one.

Source: 第二十四条 (what is personal is sealed before it is stored); 80-reliability §4.
"""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password

from shuangsuiji.core.rules.finding import require
from shuangsuiji.foundation.accounts.duties import free
from shuangsuiji.foundation.accounts.models import Account, Department, Person, Section
from shuangsuiji.foundation.accounts.models.account import USERNAME, known
from shuangsuiji.foundation.accounts.roles import STAFF
from shuangsuiji.foundation.ledger.command import Command
from shuangsuiji.foundation.ledger.keys import create_subject_key
from shuangsuiji.foundation.ledger.models import SubjectKey


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody to enter: personal texts in clear, to be sealed."""

    name: str
    phone: str = ""
    id_number: str = ""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A log-in to open: its first password must be changed at the first log-in."""

    username: str
    password: str
    ends_on: date | None = None


def enter_person(
    cmd: Command, new: NewPerson, *, department: Department, section: Section | None = None, role: str = STAFF
) -> Person:
    """Write one person with a key of his own."""
    person = Person(department=department, section=section, key=create_subject_key(SubjectKey.Kind.PERSON, at=cmd.at))
    person.pk = cmd.new_id()
    person.take_role(role)
    for column in ("name", "phone", "id_number"):
        person.seal_text(column, getattr(new, column).strip())
    person.save(force_insert=True)
    return person


def enter_account(cmd: Command, new: NewAccount, person: Person) -> Account:
    """Write one account. Raises RuleViolation (ACC-6) for a name in use, ValidationError for a bad name or password."""
    username = known(new.username)
    USERNAME(username)
    require(free("用户名", username, Account.objects.filter(username=username).exists()))
    account = Account(person=person, username=username, ends_on=new.ends_on, password_changed_at=cmd.at)
    validate_password(new.password, account)
    account.password = make_password(new.password)
    account.save(force_insert=True)
    return account
