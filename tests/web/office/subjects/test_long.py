"""A long list: read and taken in beside the site, its progress told, stopped without a trace, a dead process noticed. 第十条."""

import uuid
from datetime import timedelta

import pytest
from django.conf import settings as site_settings
from django.db import connection
from django.urls import reverse

from shuangsuiji.foundation.accounts import session_times
from shuangsuiji.foundation.ledger.models import LogHead
from shuangsuiji.foundation.sheets import checking
from shuangsuiji.stages.registry.models import RegistryChange, RosterUpload, StagedChunk, Subject
from shuangsuiji.web.components import jobs
from shuangsuiji.web.components.models import JobState, UploadDraft, UploadJob
from shuangsuiji.web.components.slips import Slip, Stopped
from shuangsuiji.web.office.subjects import long, working
from shuangsuiji.web.project import beside
from tests.stages.cast import LUO
from tests.stages.registry.rosters import file_of, firm, firms
from tests.web.office.subjects.visiting import subject

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.article("第十条")]


@pytest.fixture
def started(monkeypatch):
    """Which processes the site would have started."""
    made: list[UploadJob] = []
    monkeypatch.setattr(jobs, "start", lambda module, job: made.append(job))
    return made


@pytest.fixture
def long_desk(desk, started, settings, tmp_path):
    """A desk where every list is a long one."""
    settings.SHUANGSUIJI_ROWS_IN_REQUEST = 0
    settings.SHUANGSUIJI_JOBS_FOLDER = tmp_path / "jobs"
    return desk


def work(desk):
    """The process beside the site works the newest step off."""
    job = UploadJob.objects.order_by("-at", "state").filter(state=JobState.WAITING).get()
    working.work(job.pk, desk.county.at)
    job.refresh_from_db()
    return job


def checked(desk, rows):
    """A list that was read beside the site; the key of its draft."""
    assert "/jobs/" in desk.upload(file_of(desk.folder, rows))["Location"]
    job = work(desk)
    assert job.state == JobState.DONE, job.message
    return job.draft


def confirmed(desk, rows):
    """A list whose import was put down; its step."""
    draft = checked(desk, rows)
    root = desk.page("difference", draft).partition('name="seen_root" value="')[2][:64]
    desk.send("confirm", draft, seen_root=root, reason="首次建库")
    return UploadJob.objects.get(work="IMPORT", state=JobState.WAITING)


def nothing_of(desk, before):
    """Nothing was written, nothing is left staged."""
    return (
        LogHead.objects.get().size == before
        and not Subject.objects.exists()
        and not RosterUpload.objects.exists()
        and not StagedChunk.objects.exists()
    )


def test_a_long_list_goes_all_the_way_beside_the_site_with_one_bad_row_kept_out(long_desk, started):
    answer = long_desk.upload(file_of(long_desk.folder, [*firms(3), firm(4, uscc="91410928MA00000099")]))
    job = UploadJob.objects.get()
    assert (answer["Location"], started) == (reverse("subjects:job", args=[job.pk]), [job])
    waiting = long_desk.get("job", job.pk)
    assert ("等待开始" in waiting.content.decode(), waiting["Refresh"][:2]) == (True, "3;")
    assert "名录.xlsx：检查，等待开始" in long_desk.page("import")
    work(long_desk)
    assert long_desk.get("job", job.pk)["Location"] == reverse("subjects:report", args=[job.draft])
    assert "校验位" in long_desk.page("report", job.draft)
    assert "/jobs/" in long_desk.send("exclude", job.draft, rows="5", reason="代码待核实")["Location"]
    work(long_desk)
    page = long_desk.page("difference", job.draft)
    assert "确认导入 3 行" in page
    assert "代码待核实" in page
    assert "示例县第1服装厂" in page
    assert not Subject.objects.exists()
    root = page.partition('name="seen_root" value="')[2][:64]
    address = long_desk.send("confirm", job.draft, seen_root=root, reason="首次建库")["Location"]
    done = work(long_desk)
    assert (done.state, done.location) == (JobState.DONE, reverse("subjects:change", args=[1]))
    assert "已导入：新增 3 户" in long_desk.client().get(address).content.decode()
    change = RegistryChange.objects.get()
    assert (change.added, change.excluded, change.reason) == (3, 1, "首次建库")
    assert not UploadDraft.objects.exists()
    assert not RosterUpload.objects.exists()


def test_a_long_difference_shows_who_leaves_and_whose_class_falls(long_desk):
    long_desk.take_in(firms(8))
    page = long_desk.page("difference", checked(long_desk, [firm(3, **{"class": "A"}), *firms(8)[3:]]))
    assert "1 户的类别变动" in page
    assert "名录中没有的 2 户移出" in page


def test_stopped_before_it_began_or_in_the_middle_of_writing_nothing_is_written_and_it_can_be_done_again(
    long_desk, monkeypatch
):
    monkeypatch.setattr(checking, "CHUNK_ROWS", 2)
    job = confirmed(long_desk, firms(5))
    before = LogHead.objects.get().size
    with Slip(job.pk).held():
        assert long_desk.send("job_stop", job.pk).status_code == 302
        assert "正在取消" in long_desk.page("job", job.pk)
        Slip(job.pk).ask_to_stop()
        with pytest.raises(Stopped):
            Slip(job.pk).told(1)
    monkeypatch.setattr(Slip, "told", _stopping_in_the_act(Slip.told))
    working.work(job.pk, long_desk.county.at)
    page = long_desk.page("job", job.pk)
    assert "已取消，没有写入任何行" in page
    assert nothing_of(long_desk, before)
    monkeypatch.undo()


def _stopping_in_the_act(told):
    def stop(self, rows):
        if connection.in_atomic_block and rows >= 2:
            self.ask_to_stop()
        told(self, rows)

    return stop


def test_what_was_stopped_is_done_again_from_the_same_file(long_desk):
    job = confirmed(long_desk, firms(3))
    long_desk.send("job_stop", job.pk)
    working.work(job.pk, long_desk.county.at)
    assert UploadJob.objects.get(pk=job.pk).state == JobState.STOPPED
    assert "/jobs/" in long_desk.send("job_again", job.pk)["Location"]
    assert work(long_desk).state == JobState.DONE
    assert Subject.objects.count() == 3
    assert long_desk.send("job_again", job.pk)["Location"] == reverse("subjects:import")


def test_a_process_that_died_is_told_without_writing_and_the_step_begun_again(long_desk):
    job = confirmed(long_desk, firms(3))
    UploadJob.objects.filter(pk=job.pk).update(state=JobState.RUNNING, began_at=long_desk.county.at)
    answer = long_desk.get("job", job.pk)
    assert "已中断" in answer.content.decode()
    assert "Refresh" not in answer
    assert UploadJob.objects.get(pk=job.pk).state == JobState.RUNNING
    long_desk.send("job_again", job.pk)
    assert UploadJob.objects.get(pk=job.pk).state == JobState.REFUSED
    assert work(long_desk).state == JobState.DONE


def test_a_process_that_died_after_its_commit_is_told_as_done(long_desk):
    job = confirmed(long_desk, firms(3))
    working.work(job.pk, long_desk.county.at)
    UploadJob.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
    assert "已导入：新增 3 户" in long_desk.page("job", job.pk)


def test_a_process_that_never_began_is_told_after_a_minute(long_desk, at, monkeypatch):
    job = confirmed(long_desk, firms(3))
    assert "等待开始" in long_desk.page("job", job.pk)
    later = at + jobs.START_WITHIN + timedelta(seconds=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert "没有启动" in long_desk.page("job", job.pk)


def test_how_far_it_is_is_told_and_looking_on_is_no_use_of_the_session(long_desk, at, monkeypatch):
    job = confirmed(long_desk, firms(3))
    UploadJob.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
    client, address = long_desk.client(), reverse("subjects:job", args=[job.pk])
    monkeypatch.setattr("django.utils.timezone.now", lambda: at + timedelta(minutes=3))
    seen = client.session[session_times.SEEN]
    slip = Slip(job.pk)
    with slip.held():
        slip.stage("写入", 3)
        slip.told(2)
        page = client.get(f"{address}?auto=1").content.decode()
        assert "写入：2 / 3 行" in page
        assert 'value="2" max="3"' in page
        assert client.session[session_times.SEEN] == seen
        client.get(address)
        assert client.session[session_times.SEEN] > seen


def test_one_step_of_a_draft_at_a_time(long_desk, started):
    job = confirmed(long_desk, firms(3))
    before = len(started)
    assert str(job.pk) in long_desk.send("confirm", job.draft)["Location"]
    assert str(job.pk) in long_desk.send("exclude", job.draft, rows="2", reason="代码待核实")["Location"]
    assert str(job.pk) in long_desk.send("recheck", job.draft)["Location"]
    assert (len(started), UploadDraft.objects.get().excluded) == (before, [])


def test_a_registry_that_moved_meanwhile_refuses_and_the_difference_is_made_anew(long_desk):
    long_desk.take_in(firms(3))
    job = confirmed(long_desk, firms(4))
    long_desk.send("remove", subject("示例县第2服装厂").pk, version=1, reason="注销")
    working.work(job.pk, long_desk.county.at)
    page = long_desk.page("job", job.pk)
    assert "有变动" in page
    assert "/jobs/" in long_desk.send("recheck", job.draft)["Location"]
    assert work(long_desk).state == JobState.DONE
    assert "新增</span><strong>2" in long_desk.page("difference", job.draft)


def test_who_no_longer_holds_the_office_takes_nothing_in(long_desk):
    job = confirmed(long_desk, firms(3))
    UploadJob.objects.filter(pk=job.pk).update(office="deputy_head")
    before = LogHead.objects.get().size
    working.work(job.pk, long_desk.county.at)
    assert "未担任分管负责人" in UploadJob.objects.get(pk=job.pk).message
    assert nothing_of(long_desk, before)


def test_a_file_kept_too_long_and_a_database_that_fails_are_told(long_desk, monkeypatch):
    job = confirmed(long_desk, firms(3))
    UploadDraft.objects.all().delete()
    working.work(job.pk, long_desk.county.at)
    assert "重新上传" in UploadJob.objects.get(pk=job.pk).message
    monkeypatch.setattr(working, "read_subjects", _raising(OSError("磁盘已满")))
    long_desk.upload(file_of(long_desk.folder, firms(3)))
    assert "磁盘已满" in work(long_desk).message


def _raising(error):
    def fail(*_, **__):
        raise error

    return fail


def test_a_step_is_worked_off_once(long_desk):
    job = confirmed(long_desk, firms(3))
    working.work(job.pk, long_desk.county.at)
    size = LogHead.objects.get().size
    working.work(job.pk, long_desk.county.at)
    working.work(uuid.uuid4(), long_desk.county.at)
    assert LogHead.objects.get().size == size


def test_another_persons_step_is_like_none(long_desk):
    job = confirmed(long_desk, firms(3))
    for key in (job.pk, uuid.UUID(int=7)):
        assert long_desk.get("job", key, who=LUO).status_code == 404
        assert long_desk.send("job_stop", key, who=LUO).status_code == 404
        assert long_desk.send("job_again", key, who=LUO).status_code == 404
        assert long_desk.send("recheck", key, who=LUO).status_code == 404
    assert not Slip(job.pk).is_asked_to_stop


def test_the_report_of_a_list_not_yet_read_leads_back(long_desk):
    long_desk.upload(file_of(long_desk.folder, firms(3)))
    draft = UploadDraft.objects.get()
    assert long_desk.get("report", draft.pk)["Location"] == reverse("subjects:import")


def test_a_short_list_is_read_while_the_browser_waits(desk, started):
    assert "/jobs/" not in desk.upload(file_of(desk.folder, firms(3)))["Location"]
    assert (started, UploadJob.objects.exists()) == ([], False)


def test_what_was_told_is_thrown_away_with_the_drafts(long_desk, at):
    from shuangsuiji.web.components.uploading import KEPT_FOR, forget_before

    job = confirmed(long_desk, firms(3))
    Slip(job.pk).ask_to_stop()
    forget_before(at + 2 * KEPT_FOR)
    assert not UploadJob.objects.exists()
    assert not list(site_settings.SHUANGSUIJI_JOBS_FOLDER.iterdir())


def test_the_process_is_started_with_the_sites_settings_and_works_the_step_named(long_desk, monkeypatch):
    job = UploadJob(pk=uuid.uuid4())
    begun = []
    monkeypatch.undo()
    monkeypatch.setattr(jobs.subprocess, "Popen", lambda words, **more: begun.append((words, more)))
    jobs.start(long.WORKER, job)
    [(words, more)] = begun
    assert words[-2:] == [long.WORKER, str(job.pk)]
    assert more["env"]["DJANGO_SETTINGS_MODULE"] == site_settings.SETTINGS_MODULE
    assert more["start_new_session"]
    monkeypatch.setattr(beside.os, "nice", lambda _: 0)
    monkeypatch.setattr(beside.django, "setup", lambda: None)
    worked = []
    monkeypatch.setattr(working, "work", lambda key, at: worked.append(key))
    assert beside.main(words[-2:]) == 0
    assert worked == [job.pk]
