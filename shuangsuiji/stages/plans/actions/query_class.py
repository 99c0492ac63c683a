"""The act: a body that honours a firm is told its class; who asked, what for and what was said is kept.

Source: 第六条（四） (C06-13). One command: the answer, its event; firm, asker and purpose are sealed in it.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import require
from shuangsuiji.core.rules.measures import check_answering_office, check_query_told
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.approvals.asking import person_of
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Command, Private, command
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.stages.plans.models import ClassQuery
from shuangsuiji.stages.registry.models import Subject


def query_class(*, subject: UUID, organisation: str, purpose: str, actor: Actor, at: datetime) -> ClassQuery:
    """Answer for one live firm of the actor's department.

    Raises RuleViolation (E06-19 for any other office, E06-20 without asker or purpose), DoesNotExist.
    """
    require(check_answering_office(actor.office))
    require(check_query_told(organisation, purpose))
    with command(actor=actor, at=at) as cmd:
        department = Department.objects.select_for_update(no_key=True, of=("self",)).get(code=actor.org)
        firm = Subject.objects.get(pk=subject, department=department, removed_on__isnull=True)
        year = localdate(at).year
        last = ClassQuery.objects.filter(department=department, year=year).aggregate(last=Max("ordinal"))["last"] or 0
        answer = ClassQuery(
            department=department,
            year=year,
            ordinal=last + 1,
            number=f"{department.code}-评先-{year}-{last + 1:03d}",
            organisation=organisation.strip(),
            purpose=purpose.strip(),
            subject=firm,
            name=firm.name,
            risk_class=firm.risk_class,
            class_source=firm.class_source,
            class_on=firm.class_on,
            answered_by=person_of(cmd),
            office=actor.office,
            at=at,
        )
        answer.save(force_insert=True)
        _emit(cmd, answer, firm)
    return answer


def _emit(cmd: Command, answer: ClassQuery, firm: Subject) -> None:
    house = house_key(at=cmd.at).id
    told = {
        "identity": firm.identity,
        "number": answer.number,
        "class": answer.risk_class,
        "source": answer.class_source,
        "on": "" if answer.class_on is None else f"{answer.class_on}",
    }
    private = {
        "subject": Private(told, firm.key_id or house),
        "asker": Private(answer.organisation, house),
        "purpose": Private(answer.purpose, house),
    }
    cmd.emit("class.queried", pub={"office": cmd.actor.office, "count": 1}, private=private)
