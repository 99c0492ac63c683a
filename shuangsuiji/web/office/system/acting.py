"""From a filled-in form to its act: each function does one, and answers what the page says next.

Source: 80-reliability E12, E13. Passwords are made here, shown once, and never kept.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest

from shuangsuiji.foundation.accounts.actions.add_department import add_department
from shuangsuiji.foundation.accounts.actions.add_person import add_person
from shuangsuiji.foundation.accounts.actions.add_section import add_section
from shuangsuiji.foundation.accounts.actions.appoint import appoint
from shuangsuiji.foundation.accounts.actions.change_password import reset_password
from shuangsuiji.foundation.accounts.actions.disable_account import disable_account, enable_account
from shuangsuiji.foundation.accounts.actions.end_post import end_post
from shuangsuiji.foundation.accounts.actions.enrol_second_factor import remove_second_factor
from shuangsuiji.foundation.accounts.actions.grant_role import grant_role
from shuangsuiji.foundation.accounts.actions.open_account import open_account
from shuangsuiji.foundation.accounts.actions.unlock_account import unlock_account
from shuangsuiji.foundation.accounts.making import NewAccount, NewPerson
from shuangsuiji.foundation.accounts.models import Account, Person
from shuangsuiji.foundation.accounts.passwords import first_password
from shuangsuiji.foundation.ledger.attempt import attempt
from shuangsuiji.web.components.acting import acting
from shuangsuiji.web.components.clock import now


@dataclass(frozen=True, slots=True)
class Slip:
    """A first password, to be handed over in person."""

    username: str
    password: str


def _context(request: HttpRequest) -> dict[str, Any]:
    return {"actor": acting(request), "at": now(request)}


def enter_department(request: HttpRequest, form: Form) -> None:
    """By the system administrator."""
    _told(form, "code", add_department, **form.cleaned_data, **_context(request))


def enter_section(request: HttpRequest, form: Form) -> None:
    """By the system administrator."""
    _told(form, "code", add_section, **form.cleaned_data, **_context(request))


def enter_person(request: HttpRequest, form: Any) -> tuple[Person, Slip | None] | None:
    """By the system administrator; with a log-in where a user name was typed. None with the reason on the form."""
    given = form.cleaned_data
    slip = Slip(given["username"], first_password()) if given["username"] else None
    account = NewAccount(slip.username, slip.password) if slip else None
    person = NewPerson(given["name"], given["phone"])
    made = _told(form, "username", add_person, person=person, account=account, **form.where(), **_context(request))
    return None if made is None else (made, slip)


def open_log_in(request: HttpRequest, form: Form, person: Person) -> Slip | None:
    """By the system administrator. None with the reason on the form."""
    slip = Slip(form.cleaned_data["username"], first_password())
    new = NewAccount(slip.username, slip.password)
    made = _told(form, "username", open_account, person=person.pk, account=new, **_context(request))
    return None if made is None else slip


def enter_post(request: HttpRequest, form: Any, person: Person) -> None:
    """By the security administrator."""
    given = {name: form.cleaned_data[name] for name in ("office", "document", "from_on", "to_on")}
    attempt(appoint, person=person.pk, **given, **form.where(), **_context(request))


def close_post(request: HttpRequest, form: Form) -> None:
    """By the security administrator."""
    attempt(end_post, **form.cleaned_data, **_context(request))


def change_role(request: HttpRequest, form: Form, person: Person) -> None:
    """By the security administrator."""
    attempt(grant_role, person=person.pk, **form.cleaned_data, **_context(request))


def switch_account(request: HttpRequest, form: Form, account: Account, *, on: bool) -> None:
    """By the security administrator."""
    act = enable_account if on else disable_account
    attempt(act, account=_key(account), reason=form.cleaned_data["reason"], **_context(request))


def unlock(request: HttpRequest, account: Account) -> None:
    """By the security administrator."""
    attempt(unlock_account, account=_key(account), **_context(request))


def new_password(request: HttpRequest, form: Form, account: Account) -> Slip:
    """By the security administrator: a password for one log-in."""
    slip = Slip(account.username, first_password())
    reason = form.cleaned_data["reason"]
    attempt(reset_password, account=_key(account), password=slip.password, reason=reason, **_context(request))
    return slip


def forget_factor(request: HttpRequest, form: Form, account: Account) -> None:
    """By the security administrator: the next log-in enrols a new authenticator."""
    attempt(remove_second_factor, account=_key(account), reason=form.cleaned_data["reason"], **_context(request))


def _key(account: Account) -> UUID:
    return UUID(str(account.pk))


def _told(form: Form, field: str, act: Any, **arguments: Any) -> Any:
    """The act's result; None where a code, a name or a password is written otherwise, with the sentence on the form."""
    try:
        return attempt(act, **arguments)
    except ValidationError as error:
        form.add_error(field, error.messages)
        return None
