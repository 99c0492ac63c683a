"""Short ways to open a command, ask and answer, for the tests of approvals and their saboteurs."""

from contextlib import contextmanager
from uuid import UUID

from shuangsuiji.foundation.approvals.asking import ask
from shuangsuiji.foundation.approvals.content import content_digest
from shuangsuiji.foundation.approvals.deciding import decide
from shuangsuiji.foundation.ledger.command import command

OBJECT = UUID("01900000-0000-7000-8000-000000000001")
SHOWN = content_digest({"slot": 3, "substitute": "2"})
OTHER = content_digest({"slot": 3, "substitute": "9"})


@contextmanager
def act(actor, at):
    """A command that ends with some event of the register."""
    with command(actor=actor, at=at) as cmd:
        yield cmd
        cmd.emit("account.changed", pub={"kind": "person", "count": 1})


def asked(actor, at, **more):
    """A request to the deputy head of the bureau, with one thing changed."""
    values = {
        "act": "replace_inspector",
        "citation": "第十五条",
        "object_type": "plans.Task",
        "object_id": OBJECT,
        "content_digest": SHOWN,
        "office": "deputy_head",
        "department": "rsj",
        "reason": "健康状况",
        **more,
    }
    with act(actor, at) as cmd:
        return ask(cmd, **values)


def decided(actor, at, request, **more):
    """An approval of it, with one thing changed."""
    with act(actor, at) as cmd:
        return decide(cmd, request, **{"outcome": "APPROVED", "content_digest": SHOWN, **more})
