"""What the process beside the site does with one step of a long list: read it and compare it, or take it in.

Source: 第十条 (E10-3, E10-5, E10-6; all of a list or nothing); 60-stack §4. The owner of the upload acts, in the office he confirmed
in, if he still holds it. Never: half a list; a personal value in what is told.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from django.db import DatabaseError
from django.urls import reverse
from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.foundation.accounts.models import Account
from shuangsuiji.foundation.accounts.queries import actor
from shuangsuiji.foundation.ledger.keys import KeyUnusable
from shuangsuiji.foundation.ledger.refusal import Busy, ClockBehind, WritesRefused
from shuangsuiji.foundation.sheets.subjects import read_subjects
from shuangsuiji.stages.registry import staging
from shuangsuiji.stages.registry.actions.import_subjects import SubjectList, import_subjects
from shuangsuiji.stages.registry.queries.preview import Comparison
from shuangsuiji.stages.registry.queries.towns import towns_of
from shuangsuiji.web.components import jobs
from shuangsuiji.web.components.models import JobState, UploadDraft, UploadJob
from shuangsuiji.web.components.slips import Slip, Stopped
from shuangsuiji.web.components.uploading import as_file, excluded_of, note_reading
from shuangsuiji.web.office.subjects.importing import COUNTY_DIGITS, day_of, said_of

End = tuple[str, str, str]
_STOPPED = "已取消，没有写入任何行。"
_REFUSALS = (RuleViolation, WritesRefused, Busy, ClockBehind, KeyUnusable)
_FAILURES = (DatabaseError, OSError, MemoryError)


def work(job: UUID, at: datetime) -> None:
    """Work one step off, once: whatever is not waiting is left alone."""
    slip = Slip(job)
    with slip.held():
        found = UploadJob.objects.filter(pk=job, state=JobState.WAITING).first()
        if found is None:
            return
        found.state, found.began_at = JobState.RUNNING, at
        found.save()
        jobs.end(found, *_worked(found, slip, at))


def _worked(job: UploadJob, slip: Slip, at: datetime) -> End:
    """How it ended. A fault of ours is not caught: the process dies, and the page says that it did."""
    try:
        account = Account.objects.select_related("person__department").get(pk=job.account)
        draft = UploadDraft.objects.get(pk=job.draft)
        return _STEPS[job.work](job, draft, account, slip, at)
    except UploadDraft.DoesNotExist:
        return JobState.REFUSED, "上传的文件已过保留时间。没有写入任何行，请重新上传。", ""
    except Stopped:
        return JobState.STOPPED, _STOPPED, ""
    except _REFUSALS as refusal:
        return JobState.REFUSED, f"{refusal}没有写入任何行。", ""
    except _FAILURES as failure:
        return JobState.REFUSED, f"系统暂时不能办理（{failure}）。没有写入任何行，请稍后重新办理。", ""


def _check(job: UploadJob, draft: UploadDraft, account: Account, slip: Slip, at: datetime) -> End:
    department = account.person.department
    source, source_on = draft.about.get("source", ""), day_of(draft.about)
    comparison = Comparison(department, source=source, source_on=source_on, at=at)
    slip.stage("读取并检查")
    with as_file(draft) as path:
        reading = read_subjects(
            path, at=localdate(at), source=source, source_on=source_on, source_required=True,
            county=department.division[:COUNTY_DIGITS], towns=towns_of(department), exclude_rows=excluded_of(draft), personal=True,
            progress=slip.told, sink=comparison.take,
        )  # fmt: skip
    if reading.usable:
        draft.difference = comparison.close(full_list=draft.about.get("extent") == "full").as_dict()
    note_reading(draft, reading)
    return JobState.DONE, "检查完毕。", reverse("subjects:report", args=[draft.pk])


def _import(job: UploadJob, draft: UploadDraft, account: Account, slip: Slip, at: datetime) -> End:
    acting = actor(account, job.office, at)
    department = account.person.department
    slip.stage("读取并检查", draft.report.get("counts", {}).get("总行数", 0))
    with as_file(draft) as path:
        upload, reading = staging.stage(
            path, department=department, owner=account.person_id, at=at, on=localdate(at),
            source=draft.about.get("source", ""), source_on=day_of(draft.about),
            full_list=draft.about.get("extent") == "full", county=department.division[:COUNTY_DIGITS], towns=towns_of(department),
            excluded=excluded_of(draft), progress=slip.told,
        )  # fmt: skip
    try:
        slip.stage("写入", reading.counts["可用"])
        change = import_subjects(
            roster=SubjectList.staged(upload, reading), actor=acting, at=at, reason=job.about["reason"],
            seen_root=job.about["seen_root"], progress=slip.told,
        )  # fmt: skip
    finally:
        staging.drop(upload)
    draft.delete()
    if change is None:
        return JobState.DONE, said_of(None), reverse("subjects:list")
    return JobState.DONE, said_of(change), reverse("subjects:change", kwargs={"ordinal": change.ordinal})


_STEPS: Mapping[str, Callable[[UploadJob, UploadDraft, Account, Slip, datetime], End]] = MappingProxyType(
    {UploadJob.Work.CHECK: _check, UploadJob.Work.IMPORT: _import}
)
