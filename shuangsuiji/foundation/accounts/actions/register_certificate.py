"""Entering an enforcement certificate, and its end.

Source: 第十条, 第十五条, 第十六条. By the keeper of the registries or the system administrator.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from shuangsuiji.core.identifiers import ingest_certificate
from shuangsuiji.core.rules.finding import judge, require
from shuangsuiji.foundation.accounts.duties import concerning, free, period, require_duty
from shuangsuiji.foundation.accounts.models import Certificate, Person
from shuangsuiji.foundation.accounts.roles import SYSTEM
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command

KEEPERS = ("registry_keeper", SYSTEM)


@dataclass(frozen=True, slots=True)
class NewCertificate:
    """What is printed on it; `number` as typed."""

    number: str
    kind: str
    issuer: str
    valid_from: date
    valid_to: date


def register_certificate(*, person: UUID, certificate: NewCertificate, actor: Actor, at: datetime) -> Certificate:
    """Enter one. Raises RuleViolation (ACC-2, ACC-6, ACC-8), IdentifierError for a number that is none, ValidationError."""
    require_duty(actor, *KEEPERS)
    number = ingest_certificate(certificate.number)
    with command(actor=actor, at=at) as cmd:
        found = Person.of(person)
        elsewhere = Certificate.objects.filter(number=number).exclude(person=found)
        again = Certificate.objects.filter(number=number, valid_to__gte=certificate.valid_from)
        require(
            free("执法证号", certificate.number, elsewhere.exists() or again.exists()),
            period(certificate.valid_from, certificate.valid_to),
        )
        made = Certificate(
            person=found, number=number, kind=certificate.kind, issuer=certificate.issuer,
            valid_from=certificate.valid_from, valid_to=certificate.valid_to,
        )  # fmt: skip
        made.clean_fields(exclude=("id", "event"))
        made.save(force_insert=True)
        cmd.emit("account.changed", pub={"kind": "certificate", "count": 1}, private=concerning(found))
    return made


def revoke_certificate(*, certificate: UUID, on: date, reason: str, actor: Actor, at: datetime) -> Certificate:
    """It is not valid from that day on. Raises RuleViolation (ACC-2, ACC-8)."""
    require_duty(actor, *KEEPERS)
    with command(actor=actor, at=at, reason=reason) as cmd:
        found = Certificate.of(certificate)
        require(
            judge(
                "ACC-8",
                "第十五条",
                found.revoked_on is None,
                required="未注销的证件",
                actual=str(found.revoked_on),
                refusal=f"该证件已自 {found.revoked_on} 起注销（第十五条）。",
                remedy="无须重复办理；恢复执法资格的请登记新证。",
            )
        )
        found.revoked_on = on
        found.save(update_fields=["revoked_on"])
        cmd.emit("account.changed", pub={"kind": "certificate-revoked", "count": 1}, private=concerning(found.person))
    return found
