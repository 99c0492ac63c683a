"""A small honest history through the real acts, for the snapshot that every release leaves behind. All names are invented.

Run in a process of its own beside an enabled log: `python -m tests.upgrade.history`.
"""

import os
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import django


def write() -> None:
    """A bureau with sections, people, posts, a certificate, an approval, a person erased, the access log sealed."""
    from shuangsuiji.foundation.accounts.actions.add_person import add_person
    from shuangsuiji.foundation.accounts.actions.add_section import add_section
    from shuangsuiji.foundation.accounts.actions.appoint import appoint
    from shuangsuiji.foundation.accounts.actions.erase_person import erase_person
    from shuangsuiji.foundation.accounts.making import NewPerson
    from shuangsuiji.foundation.accounts.queries import actor, day_of, find_account
    from shuangsuiji.foundation.approvals.asking import ask
    from shuangsuiji.foundation.approvals.content import content_digest
    from shuangsuiji.foundation.approvals.deciding import decide
    from shuangsuiji.foundation.ledger import audit
    from shuangsuiji.foundation.ledger.actor import Actor
    from shuangsuiji.foundation.ledger.command import command

    at = datetime.now(UTC).replace(microsecond=0)
    since = day_of(at)
    system = actor(find_account("xt"), "sysadmin", at)
    security = actor(find_account("aq"), "secadmin", at)
    add_section(department="rsj", code="ldjc", name="劳动保障监察大队", from_on=since, actor=system, at=at)
    people = {
        name: add_person(
            person=NewPerson(name, phone="13900000000"), department="rsj", section="ldjc", actor=system, at=at
        )
        for name in ("李", "孙", "赵", "已离职者")
    }
    for name, office in (("李", "clerk"), ("孙", "deputy_head"), ("赵", "inspector")):
        appoint(
            person=people[name].pk, office=office, department="rsj", section="ldjc", from_on=since,
            document="某人社任〔2026〕3号", actor=security, at=at,
        )  # fmt: skip
    acting = {
        name: Actor("rsj", office, people[name].pk, UUID(str(people[name].key_id)))
        for name, office in (("李", "clerk"), ("孙", "deputy_head"))
    }
    digest = content_digest({"ratio": "2%", "reason": "试点"})
    with command(actor=acting["李"], at=at, reason="试点") as cmd:
        request = ask(
            cmd, act="sign_scheme", citation="第六条（三）", object_type="scheme", object_id=cmd.new_id(),
            content_digest=digest, office="deputy_head", department="rsj", reason="试点",
        )  # fmt: skip
        cmd.emit("account.changed", pub={"kind": "request", "count": 1})
    with command(actor=acting["孙"], at=at) as cmd:
        decide(cmd, request, outcome="APPROVED", content_digest=digest, opinion="同意")
        cmd.emit("account.changed", pub={"kind": "decision", "count": 1})
    erase_person(
        person=people["已离职者"].pk,
        ground="pipl_47_2",
        retained_until=date(2020, 1, 1),
        reason="离职满期",
        actor=security,
        at=at,
    )
    audit.note("login", at=at - timedelta(minutes=5), actor="xt", ip="10.0.0.1")
    audit.seal_audit(org="rsj", at=at)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuangsuiji.web.project.settings.dev")
    django.setup()
    write()
