"""From what was typed to the one act, and the first passwords that are shown once.

Source: 第五条; 80-reliability §4 (身份鉴别 a): a first password is good for one log-in.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from shuangsuiji.foundation.accounts import setup_code
from shuangsuiji.foundation.accounts.actions.found_bureau import FirstPost, NewDepartment, NewSection, found_bureau
from shuangsuiji.foundation.accounts.making import NewAccount, NewPerson
from shuangsuiji.foundation.accounts.passwords import first_password
from shuangsuiji.foundation.accounts.queries import day_of
from shuangsuiji.foundation.accounts.roles import ADMINISTRATORS, label_of
from shuangsuiji.foundation.ledger.attempt import attempt


@dataclass(frozen=True, slots=True)
class Holder:
    """A person of the check page and of the slip of first passwords."""

    name: str
    username: str
    offices: tuple[str, ...]
    sections: tuple[str, ...]
    password: str = ""

    @property
    def words(self) -> str:
        """The offices in Chinese."""
        return "、".join(map(label_of, self.offices))


def holders(typed: dict[str, Any], *, passwords: bool = False) -> list[Holder]:
    """The persons in the order typed, each with all offices; with `passwords` a fresh first password each."""
    by_name: dict[str, list[dict[str, str]]] = {}
    for row in typed["people"]:
        by_name.setdefault(row["username"], []).append(row)
    return [
        Holder(
            rows[0]["name"],
            username,
            tuple(row["office"] for row in rows),
            tuple(row["section"] for row in rows),
            first_password() if passwords else "",
        )
        for username, rows in by_name.items()
    ]


def remarks(typed: dict[str, Any]) -> list[str]:
    """What a person should know before founding: who would decide about his own requests, which office is vacant."""
    found = []
    for holder in holders(typed):
        both = {"clerk", "deputy_head"} <= set(holder.offices) or {"registry_keeper", "section_head"} <= set(
            holder.offices
        )
        if both:
            found.append(f"{holder.name}兼任经办和审批：本人提出的事项不能自己审批，将由上一级负责人决定。")
    return found


def found(typed: dict[str, Any], *, at: datetime) -> list[Holder]:
    """Found the bureau; answer everybody with the first password. Raises what `found_bureau` raises."""
    everybody = holders(typed, passwords=True)
    log_in = {each.username: (NewPerson(each.name), NewAccount(each.username, each.password)) for each in everybody}
    staff = [each for each in everybody if each.offices[0] not in ADMINISTRATORS]
    attempt(
        found_bureau,
        department=NewDepartment(typed["code"], typed["name"], typed["division"], day_of(at)),
        administrators={each.offices[0]: log_in[each.username] for each in everybody if each not in staff},
        persons=[log_in[each.username] for each in staff],
        sections=[NewSection(code, name) for code, name in typed["sections"]],
        posts=[
            FirstPost(number, office, section, typed["document"])
            for number, each in enumerate(staff)
            for office, section in zip(each.offices, each.sections, strict=True)
        ],
        at=at,
    )
    setup_code.forget(settings.SHUANGSUIJI_HOME)
    return everybody
