"""A message is written with its act, sent after it, and never twice by our own doing; what is stuck is shown to a person."""

import json
import smtplib
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction

from shuangsuiji.foundation.ledger.keys import create_subject_key
from shuangsuiji.foundation.ledger.models import SubjectKey
from shuangsuiji.foundation.ledger.refusal import LedgerMisuse
from shuangsuiji.foundation.outbox import delivering, posting
from shuangsuiji.foundation.outbox.delivering import (
    BACKOFF,
    LEASE,
    Round,
    confirm_sent,
    deliver_due,
    opened,
    send_again,
)
from shuangsuiji.foundation.outbox.letter import NotSent
from shuangsuiji.foundation.outbox.models import Channel, Message, State
from shuangsuiji.foundation.outbox.posting import withdraw
from shuangsuiji.foundation.outbox.queries import NOT_CONFIGURED, for_a_person, standing
from shuangsuiji.foundation.outbox.transports import FileDrop, Mail, Written, senders_of
from tests.cast import ZHAO
from tests.foundation.approvals.acts import act
from tests.foundation.outbox.senders import Remembering, minutes, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(actor_for, at):
    return posted(actor_for(ZHAO), at)


def state_of(message):
    message.refresh_from_db()
    return message.state


def test_a_message_goes_out_once_with_everything_it_was_posted_with(message, at):
    sender = Remembering()
    assert deliver_due(at, [sender]) == Round(sent=1)
    assert deliver_due(at + timedelta(days=9), [sender]) == Round()
    (letter,) = sender.left
    assert (letter.recipient, letter.template, letter.key) == (
        "zhao@example.org",
        "visit.scheduled",
        "visit/1/scheduled",
    )
    assert letter.context == {"task": "410928/rsj/2026/yonggong", "day": "2026-12-01"}
    assert (state_of(message), message.settled_at) == (State.SENT, at)


def test_neither_recipient_nor_content_stands_in_the_table_in_clear(message):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM outbox_message")
        row = b"|".join(bytes(v) if isinstance(v, (bytes, memoryview)) else str(v).encode() for v in cursor.fetchone())
    assert b"zhao@" not in row
    assert b"yonggong" not in row


def test_an_act_that_fails_has_posted_nothing(actor_for, at):
    with pytest.raises(RuntimeError), act(actor_for(ZHAO), at) as cmd:
        posting.post(
            cmd,
            channel=Channel.SMS,
            recipient="x",
            key=SubjectKey.objects.get(pk=actor_for(ZHAO).key),
            template="t",
            context={},
            dedupe="d",
        )
        raise RuntimeError
    assert Message.objects.count() == 0


def test_the_same_fact_is_told_once(message, actor_for, at):
    again = posted(actor_for(ZHAO), at, template="other")
    assert again.pk == message.pk
    assert Message.objects.get().template == "visit.scheduled"


def test_where_two_acts_post_the_same_fact_at_once_the_database_keeps_one(message, actor_for, at, monkeypatch):
    class Blind:
        def filter(self, **_):
            return self

        def first(self):
            return None

        get = staticmethod(Message.objects.get)

    with monkeypatch.context() as patch:
        patch.setattr(Message, "objects", Blind())
        assert posted(actor_for(ZHAO), at).pk == message.pk
    assert Message.objects.count() == 1


def test_a_message_waits_until_it_is_due(actor_for, at):
    posted(actor_for(ZHAO), at, due_at=at + minutes(10))
    sender = Remembering()
    assert deliver_due(at + minutes(9), [sender]) == Round()
    assert deliver_due(at + minutes(10), [sender]) == Round(sent=1)


def test_a_message_whose_occasion_is_gone_is_taken_back(message, actor_for, at):
    with act(actor_for(ZHAO), at) as cmd:
        assert withdraw(cmd, message.dedupe)
        assert not withdraw(cmd, message.dedupe)
    assert deliver_due(at, [Remembering()]) == Round()
    assert state_of(message) == State.WITHDRAWN


def test_what_has_gone_out_is_not_taken_back(message, actor_for, at):
    deliver_due(at, [Remembering()])
    with act(actor_for(ZHAO), at) as cmd:
        assert not withdraw(cmd, message.dedupe)
    assert state_of(message) == State.SENT


def test_the_most_urgent_go_first_and_no_more_than_asked_for(actor_for, at):
    for number in (3, 1, 2):
        posted(actor_for(ZHAO), at, dedupe=f"{number}", due_at=at - minutes(10 - number))
    sender = Remembering()
    assert deliver_due(at, [sender], most=2) == Round(sent=2)
    assert [letter.key for letter in sender.left] == ["1", "2"]


# ------------------------------------------------------------------------------- the step that sends: failed, and failed but done


def test_a_letter_that_surely_did_not_leave_is_tried_again_later_and_later(message, at):
    sender = Remembering(*[NotSent("服务器忙")] * (len(BACKOFF) + 1))
    now = at
    for wait in BACKOFF:
        assert deliver_due(now, [sender]) == Round(postponed=1)
        assert (state_of(message), message.fault, message.due_at) == (State.WAITING, "服务器忙", now + wait)
        assert deliver_due(now + wait - timedelta(seconds=1), [sender]) == Round()
        now += wait
    assert deliver_due(now, [sender]) == Round(dead=1)
    assert (state_of(message), sender.left) == (State.DEAD, [])


def test_an_address_that_is_refused_is_not_tried_again(message, at):
    assert deliver_due(at, [Remembering(NotSent("地址被拒绝", for_good=True))]) == Round(dead=1)
    assert (state_of(message), message.fault) == (State.DEAD, "地址被拒绝")


@pytest.mark.parametrize("done", [False, True], ids=["failed", "failed but done"])
def test_a_letter_of_unknown_fate_is_never_sent_again_by_itself(done, message, at):
    sender = Remembering(TimeoutError(), done=done)
    assert deliver_due(at, [sender]) == Round(uncertain=1)
    assert deliver_due(at + timedelta(days=9), [sender]) == Round()
    assert state_of(message) == State.UNCERTAIN
    assert "可能已经发出" in message.fault
    assert len(sender.left) == done


@pytest.mark.parametrize("done", [False, True], ids=["failed", "failed but done"])
def test_where_twice_is_as_once_it_is_simply_tried_again(done, message, at):
    sender = Remembering(TimeoutError(), done=done, idempotent=True)
    assert deliver_due(at, [sender]) == Round(postponed=1)
    assert deliver_due(at + BACKOFF[0], [sender]) == Round(sent=1)
    assert {letter.key for letter in sender.left} == {message.dedupe}


@pytest.mark.parametrize(("idempotent", "expected"), [(False, State.UNCERTAIN), (True, State.SENT)])
def test_a_worker_that_died_between_sending_and_settling_leaves_a_claim_that_is_settled_by_rule(
    idempotent, expected, message, at
):
    class Death(BaseException):
        pass

    sender = Remembering(Death(), done=True, idempotent=idempotent)
    with pytest.raises(Death):
        deliver_due(at, [sender])
    assert state_of(message) == State.SENDING
    assert deliver_due(at + LEASE - timedelta(seconds=1), [sender]) == Round()
    assert deliver_due(at + LEASE, [sender]).uncertain == (not idempotent)
    deliver_due(at + LEASE + BACKOFF[0], [sender])
    assert state_of(message) == expected


def test_a_worker_that_comes_back_late_does_not_overwrite_what_was_settled_for_it(message, at):
    claimed = delivering._claim(at, ["MAIL"])
    deliver_due(at + LEASE, [Remembering()])
    assert state_of(message) == State.UNCERTAIN
    delivering._settle(claimed, State.SENT, at + LEASE)
    assert state_of(message) == State.UNCERTAIN


def test_a_person_sends_again_or_confirms_what_is_stuck(actor_for, at):
    stuck = [posted(actor_for(ZHAO), at, dedupe=each) for each in ("a", "b")]
    deliver_due(at, [Remembering(TimeoutError(), TimeoutError(), done=True)])
    stuck.sort(key=lambda each: each.pk)
    assert list(for_a_person()) == stuck
    assert confirm_sent(stuck[0], at=at)
    assert not confirm_sent(stuck[0], at=at)
    assert send_again(stuck[1], at=at)
    assert not send_again(stuck[1], at=at)
    sender = Remembering()
    assert deliver_due(at, [sender]) == Round(sent=1)
    assert [letter.key for letter in sender.left] == [stuck[1].dedupe]
    assert [state_of(each) for each in stuck] == [State.SENT, State.SENT]


def test_nothing_is_sent_to_somebody_whose_data_were_erased(message, at):
    SubjectKey.objects.filter(pk=message.subject_key_id).update(dek_wrapped=None, erased_at=at)
    sender = Remembering()
    assert deliver_due(at, [sender]) == Round(dead=1)
    assert sender.left == []
    assert "已依法删除" in Message.objects.get().fault
    assert opened(Message.objects.get()) is None


def test_nothing_is_sent_inside_a_command(actor_for, at):
    with act(actor_for(ZHAO), at), pytest.raises(LedgerMisuse, match="之后发送"):
        deliver_due(at, [Remembering()])


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_inside_another_transaction(at):
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        deliver_due(at, [Remembering()])


@pytest.mark.django_db(transaction=True)
def test_four_workers_send_each_message_exactly_once(actor_for, at):
    actor = actor_for(ZHAO)
    for number in range(24):
        posted(actor, at, dedupe=f"{number}")
    sender, failures = Remembering(), []

    def work():
        try:
            deliver_due(at, [sender])
        except Exception as error:  # noqa: BLE001 - a worker's failure must reach the test
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    assert sorted(int(letter.key) for letter in sender.left) == list(range(24))
    assert Message.objects.filter(state=State.SENT).count() == 24


def test_a_claim_is_won_by_one_even_of_two_who_read_the_same_row(message, at):
    first, second = Message.objects.get(), Message.objects.get()
    assert delivering._take(first, at)
    assert not delivering._take(second, at)


# --------------------------------------------------------------------------------------------------------------- the ways out


def test_without_a_way_out_messages_wait_and_the_page_says_so(message, at):
    assert deliver_due(at, senders_of("none")) == Round(unserved=1)
    assert state_of(message) == State.WAITING
    shown = standing(at + minutes(1), configured=False)
    assert (shown.counts["WAITING"], shown.overdue, shown.notice) == (1, 1, NOT_CONFIGURED)
    assert standing(at, configured=True).notice == ""


def test_a_channel_without_a_sender_does_not_hold_up_the_others(actor_for, at):
    posted(actor_for(ZHAO), at, dedupe="sms", channel=Channel.SMS)
    posted(actor_for(ZHAO), at, dedupe="mail")
    sender = Remembering()
    sender.channels = frozenset({"MAIL"})
    assert deliver_due(at, [sender]) == Round(sent=1, unserved=1)


@pytest.mark.parametrize("setting", ["", "smtp", "file:relative", "file:", "mail"])
def test_a_setting_that_means_nothing_is_refused(setting):
    with pytest.raises(ValueError, match="SHUANGSUIJI_OUTBOX"):
        senders_of(setting)


def test_mail_comes_from_its_maker():
    sender = Remembering()
    assert senders_of("mail", mail=lambda: sender) == [sender]


def test_a_folder_gets_one_whole_file_for_each_letter_however_often_it_is_sent(message, at, tmp_path):
    (drop,) = senders_of(f"file:{tmp_path / 'out'}")
    letter = opened(message)
    for _ in range(2):
        drop.send(letter)
    (path,) = (tmp_path / "out").iterdir()
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "key": "visit/1/scheduled",
        "channel": "MAIL",
        "template": "visit.scheduled",
        "recipient": "zhao@example.org",
        "context": {"task": "410928/rsj/2026/yonggong", "day": "2026-12-01"},
    }


def test_a_full_folder_postpones_and_leaves_nothing_half(message, at, tmp_path, monkeypatch):
    def full(descriptor):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        assert deliver_due(at, [FileDrop(tmp_path)]) == Round(postponed=1)
    assert list(tmp_path.iterdir()) == []
    assert deliver_due(at + BACKOFF[0], [FileDrop(tmp_path)]) == Round(sent=1)


def mailing():
    return Mail(
        lambda letter: Written("检查日程", f"{letter.context['day']}"), sender="ssj@example.org", domain="example.org"
    )


def test_a_mail_has_the_words_of_its_template_and_an_identity_from_its_key(message, at):
    assert deliver_due(at, [mailing()]) == Round(sent=1)
    (sent,) = mail.outbox
    assert (sent.subject, sent.body, sent.to, sent.from_email) == (
        "检查日程",
        "2026-12-01",
        ["zhao@example.org"],
        "ssj@example.org",
    )
    identity = sent.extra_headers["Message-ID"]
    mailing().send(opened(message))
    assert mail.outbox[1].extra_headers["Message-ID"] == identity


MAIL_FAILS = {
    "the address is refused": (smtplib.SMTPRecipientsRefused({}), State.DEAD),
    "nobody listens": (ConnectionRefusedError(), State.WAITING),
    "the password is wrong": (smtplib.SMTPAuthenticationError(535, b"no"), State.WAITING),
    "the server is busy": (smtplib.SMTPDataError(451, b"later"), State.WAITING),
    "the server refuses the text": (smtplib.SMTPDataError(554, b"never"), State.DEAD),
    "the line breaks": (smtplib.SMTPServerDisconnected(), State.UNCERTAIN),
    "no answer comes": (TimeoutError(), State.UNCERTAIN),
}


@pytest.mark.parametrize("case", MAIL_FAILS)
def test_a_mail_is_settled_by_what_is_known_when(case, message, at, monkeypatch):
    error, expected = MAIL_FAILS[case]

    def send(self):
        raise error

    monkeypatch.setattr("django.core.mail.EmailMessage.send", send)
    deliver_due(at, [mailing()])
    assert state_of(message) == expected


# ------------------------------------------------------------------------------------------------------ the database alone


@pytest.mark.parametrize("change", [{"state": "LOST"}, {"channel": "PIGN"}, {"dedupe": "visit/1/scheduled"}])
def test_the_database_itself_refuses(change, message, at):
    copy = Message.objects.get()
    copy.pk, copy.dedupe = create_subject_key("PERSON", at=at).pk, "another"
    for name, value in change.items():
        setattr(copy, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)


def test_a_message_says_what_it_is_and_where_it_stands(message):
    assert f"{message}" == "visit.scheduled 待发送"
