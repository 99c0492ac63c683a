"""Takes the guards of approvals, overrides, evidence, outbox and papers away one at a time; the attack each one stops must then succeed.

A guard whose removal changes nothing guards nothing. Where code and database guard the same thing, each alone must still hold, and only
without both does the attack get through. Source: 80-reliability A3, B5, D, E14, J7; 第十五条, 第二十一条, 第二十九条.
"""

import io
import itertools
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import typst
from django.db import IntegrityError, connection
from PIL import Image

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.foundation.approvals import asking, deciding, on_paper, queries
from shuangsuiji.foundation.approvals.models import ApprovalRequest, Decision
from shuangsuiji.foundation.approvals.queries import effective
from shuangsuiji.foundation.evidence import display, documents, entering, images, receiving, sniffing
from shuangsuiji.foundation.evidence.entering import enter
from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.foundation.evidence.models import EvidenceFile
from shuangsuiji.foundation.evidence.reading import original
from shuangsuiji.foundation.evidence.receiving import receive
from shuangsuiji.foundation.evidence.refusal import FileDamaged, UploadRefused
from shuangsuiji.foundation.evidence.store import FileStore
from shuangsuiji.foundation.evidence.sweeping import sweep
from shuangsuiji.foundation.outbox import delivering, posting
from shuangsuiji.foundation.outbox.delivering import deliver_due
from shuangsuiji.foundation.outbox.models import Message, State
from shuangsuiji.foundation.overrides import drafting, set_override
from shuangsuiji.foundation.overrides.models import Override
from shuangsuiji.foundation.overrides.queries import parameters_on
from shuangsuiji.foundation.papers import forms, keeping, rendering
from shuangsuiji.foundation.papers.models import PaperRecord
from shuangsuiji.foundation.papers.refusal import PaperRefused
from shuangsuiji.foundation.papers.rendering import render_pdf
from tests.cast import LI, SUN, ZHAO, ZHENG
from tests.foundation.approvals.acts import OTHER, SHOWN, act, asked, decided
from tests.foundation.evidence.files import docx, pdf, photo, picture
from tests.foundation.evidence.test_shelf import spoil
from tests.foundation.outbox.senders import Remembering, posted
from tests.foundation.overrides.measures import COORDINATOR, drafted, set_
from tests.foundation.papers.papers import LETTER
from tests.foundation.papers.reading import require_chinese_font, text_in
from tests.foundation.papers.test_papers import kept, slip_for

pytestmark = pytest.mark.django_db
AGREED = SimpleNamespace(satisfied=True)


def take_constraints_off(model):
    """The table without CHECK and UNIQUE. All of it is undone with the test's transaction."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f'ALTER TABLE "{table}" RENAME TO "{table}_guarded"')
            cursor.execute(f'CREATE TABLE "{table}" AS SELECT * FROM "{table}_guarded"')
            return
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks pending cannot be altered
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('c', 'u')", [table]
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}" CASCADE')


@pytest.fixture
def request_(actor_for, at):
    return asked(actor_for(LI), at)


@pytest.fixture
def chinese_font():
    require_chinese_font()


@pytest.fixture
def store(tmp_path, settings):
    settings.SHUANGSUIJI_FILES_FOLDER = tmp_path / "files"
    return receiving.shelf()


# ------------------------------------------------------------------------------------------------------------------- approvals


def test_the_requester_decides_only_when_code_and_database_both_look_away(request_, actor_for, at, monkeypatch):
    with pytest.raises(RuleViolation):
        decided(actor_for(LI), at, request_)
    monkeypatch.setattr(deciding, "may_decide", lambda request, asked: AGREED)
    with pytest.raises(IntegrityError):
        decided(actor_for(LI), at, request_)
    take_constraints_off(Decision)
    decided(actor_for(LI), at, request_)
    assert Decision.objects.get().person == request_.requester


def test_a_decision_is_kept_from_naming_another_requester_by_the_binding_alone(request_, actor_for, at):
    def forged(cmd):
        return Decision(
            request=request_,
            outcome="APPROVED",
            requester=actor_for(ZHENG).person,  # not who asked
            content_digest=SHOWN,
            person=request_.requester,
            office="deputy_head",
            department="rsj",
            at=at,
        )

    with pytest.raises(IntegrityError), act(actor_for(LI), at) as cmd:
        forged(cmd).save(force_insert=True)
    take_constraints_off(Decision)
    with act(actor_for(LI), at) as cmd:
        forged(cmd).save(force_insert=True)
    assert effective(request_, SHOWN) is not None


def test_without_the_rule_any_office_decides(request_, actor_for, at, monkeypatch):
    monkeypatch.setattr(deciding, "may_decide", lambda request, asked: AGREED)
    decided(actor_for(ZHENG), at, request_)
    assert queries.standing(request_, SHOWN) is queries.Standing.APPROVED


def test_without_the_comparison_a_head_agrees_to_what_he_has_not_seen(request_, actor_for, at, monkeypatch):
    monkeypatch.setattr(deciding, "_require_same", lambda request, digest: None)
    decided(actor_for(SUN), at, request_, content_digest=OTHER)
    assert effective(request_, SHOWN) is not None


def test_without_the_digest_an_approval_outlives_the_change_of_its_content(request_, actor_for, at, monkeypatch):
    decided(actor_for(SUN), at, request_)
    assert effective(request_, OTHER) is None
    monkeypatch.setattr(queries, "standing", lambda request, digest: queries.Standing.APPROVED)
    assert effective(request_, OTHER) is not None


def test_a_second_decision_comes_only_when_code_and_database_both_look_away(request_, actor_for, at, monkeypatch):
    decided(actor_for(SUN), at, request_)
    monkeypatch.setattr(deciding, "require_open", lambda request: ApprovalRequest.of(request.pk))
    with pytest.raises(IntegrityError):
        decided(actor_for(SUN), at, request_, outcome="REFUSED", opinion="反悔")
    take_constraints_off(Decision)
    decided(actor_for(SUN), at, request_, outcome="REFUSED", opinion="反悔")
    assert Decision.objects.count() == 2


def test_the_recorder_confirms_his_own_paper_only_when_code_and_database_both_look_away(actor_for, at, monkeypatch):
    request = asked(actor_for(ZHENG), at, department="scjgj")
    with act(actor_for(SUN), at) as cmd:
        answer = on_paper.record_paper(
            cmd,
            request,
            outcome="APPROVED",
            office="deputy_head",
            number="1",
            signed_on=date(2026, 11, 24),
            scan_digest="ab" * 32,
        )
    monkeypatch.setattr(deciding, "may_confirm", lambda cmd, answer, person: AGREED)
    with pytest.raises(IntegrityError), act(actor_for(SUN), at) as cmd:
        deciding.confirm_paper(cmd, answer, content_digest=SHOWN)
    take_constraints_off(Decision)
    with act(actor_for(SUN), at) as cmd:
        deciding.confirm_paper(cmd, answer, content_digest=SHOWN)
    assert Decision.objects.get().recorder == actor_for(SUN).person


def test_without_the_check_the_program_itself_asks(actor_for, at, monkeypatch):
    from shuangsuiji.foundation.ledger.actor import MACHINE, Actor

    monkeypatch.setattr(asking, "person_of", lambda cmd: actor_for(LI).person)
    assert asked(Actor("rsj", MACHINE), at).requester == actor_for(LI).person


# ------------------------------------------------------------------------------------------------------------------- overrides


def test_a_measure_of_the_past_stands_only_when_code_and_database_both_look_away(actor_for, at, monkeypatch):
    monkeypatch.setattr(drafting, "check_measure", lambda terms, decided_on: ())
    monkeypatch.setattr(set_override, "check_measure", lambda terms, decided_on: ())
    draft = drafted(actor_for(COORDINATOR), at, effective_from=date(2026, 1, 1))
    with pytest.raises(IntegrityError):
        set_(actor_for(SUN), at, draft)
    take_constraints_off(Override)
    set_(actor_for(SUN), at, draft)
    assert parameters_on(date(2026, 2, 1), "rsj")["sample_floor.C"].value == 5


def test_without_the_rule_a_bureau_gives_itself_more_time(actor_for, at, monkeypatch):
    change = {"parameter": "referral_days", "value": 30}
    with pytest.raises(RuleViolation):
        drafted(actor_for(COORDINATOR), at, **change)
    monkeypatch.setattr(drafting, "check_measure", lambda terms, decided_on: ())
    monkeypatch.setattr(set_override, "check_measure", lambda terms, decided_on: ())
    set_(actor_for(SUN), at, drafted(actor_for(COORDINATOR), at, **change))
    assert parameters_on(date(2027, 7, 1), "rsj")["referral_days"].value == 30


# -------------------------------------------------------------------------------------------------------------------- evidence


def taken(raw, kind=Kind.PHOTO):
    return receive(io.BytesIO(raw), kind)


@pytest.mark.usefixtures("store")
def test_without_the_search_a_photo_carries_a_script(monkeypatch):
    raw = picture(comment=b"<script>x</script>")
    with pytest.raises(UploadRefused):
        taken(raw)
    monkeypatch.setattr(images, "_ACTIVE", SimpleNamespace(search=lambda body: None))
    assert taken(raw).media_type == "image/jpeg"


@pytest.mark.usefixtures("store")
def test_without_the_look_behind_a_scan_is_an_archive_too(monkeypatch):
    raw = pdf(tail=docx()[-800:])
    with pytest.raises(UploadRefused):
        taken(raw, Kind.SCAN)
    monkeypatch.setattr(documents, "archive_behind", lambda tail: False)
    assert taken(raw, Kind.SCAN).media_type == "application/pdf"


@pytest.mark.usefixtures("store")
def test_without_the_search_a_scan_carries_a_script(monkeypatch):
    raw = pdf(b"<< /S /JavaScript >>\n")
    with pytest.raises(UploadRefused):
        taken(raw, Kind.SCAN)
    monkeypatch.setattr(documents, "_acts", lambda text: False)
    assert taken(raw, Kind.SCAN).media_type == "application/pdf"


@pytest.mark.usefixtures("store")
def test_without_the_cap_any_number_of_pixels_is_decoded(monkeypatch):
    monkeypatch.setattr(images, "MOST_PIXELS", 19_999)
    raw = picture(size=(200, 100))
    with pytest.raises(UploadRefused, match="像素"):
        taken(raw)
    monkeypatch.setattr(images, "_checked", lambda size: size)
    assert taken(raw).media_type == "image/jpeg"


@pytest.mark.usefixtures("store")
def test_believing_the_sender_takes_a_page_for_a_photo(monkeypatch):
    with pytest.raises(UploadRefused):
        taken(b"<html><script>x</script></html>", Kind.SCAN)
    monkeypatch.setattr(receiving, "sniff", lambda path, kind: sniffing.Sniffed("application/pdf"))
    assert taken(b"<html><script>x</script></html>", Kind.SCAN).media_type == "application/pdf"


def test_saving_the_photo_as_it_is_leaks_the_place(store, monkeypatch):
    def as_it_is(path):
        with Image.open(path) as image:
            written = io.BytesIO()
            image.save(written, "JPEG", exif=image.getexif())
        return display.DisplayCopy(written.getvalue(), "0" * 16)

    assert b"SERIAL" not in store.read(taken(photo()).display_digest)
    monkeypatch.setattr(receiving, "display_copy", as_it_is)
    assert b"SERIAL" in store.read(taken(photo()).display_digest)


def test_writing_the_row_before_the_file_is_seen_by_the_sweep(store, actor_for, at, monkeypatch):
    """The order swapped: the row is committed, then the disk is full."""
    promised = receiving.Received(Kind.SCAN, "ab" * 32, 9, "application/pdf")
    with pytest.raises(FileDamaged), act(actor_for(), at) as cmd:
        enter(cmd, promised)
    monkeypatch.setattr(entering, "shelf", lambda: SimpleNamespace(has=lambda digest: True))
    with act(actor_for(), at) as cmd:
        enter(cmd, promised)
    assert EvidenceFile.objects.count() == 1
    assert not sweep(at=at).clean
    assert sweep(at=at).missing == ["ab" * 32]


def test_without_the_comparison_a_changed_file_is_handed_out(store, actor_for, at, monkeypatch):
    received = taken(pdf(), Kind.SCAN)
    with act(actor_for(), at) as cmd:
        row = enter(cmd, received)
    spoil(store.path_of(row.digest))
    with pytest.raises(FileDamaged):
        original(row)
    monkeypatch.setattr(FileStore, "checked", FileStore.path_of)
    assert original(row) != pdf()


def steps_of(store, monkeypatch, *, flush):
    """What touches the disk, in order."""
    from shuangsuiji.foundation.evidence import store as store_module

    seen = []
    rename, folder = Path.replace, store_module.sync_folder
    with monkeypatch.context() as patch:
        if flush:
            patch.setattr(store_module, "sync_file", lambda descriptor: seen.append("flush"))
        else:
            patch.setattr(store_module, "sync_file", lambda descriptor: None)
        patch.setattr(Path, "replace", lambda self, target: (seen.append("rename"), rename(self, target))[1])
        patch.setattr(store_module, "sync_folder", lambda path: (seen.append("flush folder"), folder(path))[1])
        store.keep(store.take([b"x"], most_bytes=1))
    return seen


def test_a_rename_without_a_flush_before_it_is_seen(store, monkeypatch):
    whole = ["flush", "rename", "flush folder", "flush folder", "flush folder"]
    assert steps_of(store, monkeypatch, flush=True) == whole
    assert steps_of(store, monkeypatch, flush=False) != whole


# ---------------------------------------------------------------------------------------------------------------------- outbox


def test_without_the_condition_two_workers_take_one_message(actor_for, at, monkeypatch):
    posted(actor_for(ZHAO), at)
    first, second = Message.objects.get(), Message.objects.get()
    assert delivering._take(first, at)
    assert not delivering._take(second, at)

    def blind(message, at):
        return bool(Message.objects.filter(pk=message.pk).update(state=State.SENDING, claimed_at=at))

    monkeypatch.setattr(delivering, "_take", blind)
    assert delivering._take(second, at)


def test_without_the_key_the_same_fact_is_told_twice(actor_for, at, monkeypatch):
    posted(actor_for(ZHAO), at)
    posted(actor_for(ZHAO), at)
    assert Message.objects.count() == 1
    take_constraints_off(Message)

    class Blind:
        def filter(self, **_):
            return self

        def first(self):
            return None

    with monkeypatch.context() as patch:
        patch.setattr(Message, "objects", Blind())
        posted(actor_for(ZHAO), at)
    assert Message.objects.count() == 2


def test_trying_again_whatever_happened_sends_twice(actor_for, at, monkeypatch):
    posted(actor_for(ZHAO), at)
    sender = Remembering(TimeoutError(), done=True)

    def again(message, sender, at, what, result):
        delivering._postpone(message, at, delivering.NotSent(what), result)

    monkeypatch.setattr(delivering, "_unknown", again)
    deliver_due(at, [sender])
    deliver_due(at + timedelta(hours=1), [sender])
    assert len(sender.left) == 2


def test_sending_inside_an_act_tells_what_never_happened(actor_for, at, monkeypatch):
    posted(actor_for(ZHAO), at)
    sender = Remembering()
    monkeypatch.setattr(delivering, "OPEN", SimpleNamespace(get=lambda: None))
    monkeypatch.setattr(delivering, "_claim", lambda at, channels: Message.objects.filter(state="WAITING").first())
    with pytest.raises(RuntimeError), act(actor_for(ZHAO), at):
        deliver_due(at, [sender], most=1)
        raise RuntimeError
    assert len(sender.left) == 1
    assert Message.objects.get().state == State.WAITING  # rolled back: it will go out a second time


def test_writing_in_clear_leaks_the_recipient(actor_for, at, monkeypatch):
    assert b"zhao@" not in bytes(posted(actor_for(ZHAO), at).recipient_enc)
    monkeypatch.setattr(posting.keys, "seal", lambda key, value, context: value)
    assert b"zhao@" in bytes(posted(actor_for(ZHAO), at, dedupe="another").recipient_enc)


# ---------------------------------------------------------------------------------------------------------------------- papers


@pytest.mark.usefixtures("chinese_font")
def test_without_the_fixed_time_the_same_data_give_other_bytes(at, monkeypatch):
    assert render_pdf("letter", LETTER, at=at).digest == render_pdf("letter", LETTER, at=at).digest
    clock, honest = itertools.count(1), typst.compile_with_warnings
    monkeypatch.setattr(
        rendering.typst, "compile_with_warnings", lambda *a, **k: honest(*a, **{**k, "timestamp": next(clock)})
    )
    assert render_pdf("letter", LETTER, at=at).digest != render_pdf("letter", LETTER, at=at).digest


@pytest.mark.usefixtures("chinese_font")
def test_with_the_root_opened_a_form_reads_the_machine(at, monkeypatch, tmp_path):
    folder = tmp_path / "papers"
    folder.mkdir()
    (tmp_path / "secret").write_text("geheim")
    (folder / "_gongwen.typ").write_text("")
    (folder / "letter.typ").write_text('#set document(title: "x")\n#set text(lang: "zh")\n#read("../secret")')
    monkeypatch.setattr(forms, "FOLDER", folder)
    with pytest.raises(PaperRefused):
        render_pdf("letter", LETTER, at=at)
    honest = typst.compile_with_warnings
    monkeypatch.setattr(
        rendering.typst, "compile_with_warnings", lambda *a, **k: honest(*a, **{**k, "root": str(tmp_path)})
    )
    assert render_pdf("letter", LETTER, at=at).content.startswith(b"%PDF")


@pytest.mark.usefixtures("chinese_font")
def test_letting_invisible_characters_through_is_seen_on_paper(at, monkeypatch, tmp_path):
    spoofed = {**LETTER, "to": "甲\u202e乙"}
    assert "甲□乙" in text_in(render_pdf("letter", spoofed, at=at).content, tmp_path)
    monkeypatch.setattr(rendering, "_visible", lambda value: value)
    assert "甲□乙" not in text_in(render_pdf("letter", spoofed, at=at).content, tmp_path)


@pytest.mark.usefixtures("chinese_font", "store")
def test_two_papers_bear_one_number_only_when_the_database_looks_away(actor_for, at):
    first, second = slip_for(), slip_for()
    kept(actor_for(), at, first)
    with pytest.raises(keeping.NumberTaken):
        kept(actor_for(), at, second)
    take_constraints_off(PaperRecord)
    kept(actor_for(), at, second)
    assert [record.number for record in PaperRecord.objects.all()] == [first.number] * 2
