"""Ways out for the tests: one that remembers, and messages to send."""

from datetime import timedelta

from shuangsuiji.foundation.ledger.models import SubjectKey
from shuangsuiji.foundation.outbox.models import Channel
from shuangsuiji.foundation.outbox.posting import post
from tests.foundation.approvals.acts import act


class Remembering:
    """Takes letters; `fails` are raised one after the other, each before or (`done`) after the letter left."""

    channels = frozenset({"MAIL", "SMS"})

    def __init__(self, *fails, done=False, idempotent=False):
        self.left = []
        self.fails = list(fails)
        self.done = done
        self.idempotent = idempotent

    def send(self, letter):
        failure = self.fails.pop(0) if self.fails else None
        if failure is not None and not self.done:
            raise failure
        self.left.append(letter)
        if failure is not None:
            raise failure


def posted(actor, at, **more):
    """One message to the acting person himself, with one thing changed."""
    values = {
        "channel": Channel.MAIL,
        "recipient": "zhao@example.org",
        "key": SubjectKey.objects.get(pk=actor.key),
        "template": "visit.scheduled",
        "context": {"task": "410928/rsj/2026/yonggong", "day": "2026-12-01"},
        "dedupe": "visit/1/scheduled",
        **more,
    }
    with act(actor, at) as cmd:
        return post(cmd, **values)


def minutes(count):
    return timedelta(minutes=count)
