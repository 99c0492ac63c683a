"""Steps of a long upload, put down as rows and worked off by a process of their own while the page tells how far they are.

Source: 60-stack §1 (progress is our own row), 70-interface §2 (jobs beyond 5 000 rows); 第十条 (all of a list or nothing).
Different from the page: no queue of a package; the site starts one process per step (ADR 0019). Takes: a draft and a step. Gives: a
row, and what is true of it now, also where its process has died. Never: two steps of one draft at a time.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

import shuangsuiji
from shuangsuiji.web.components.models import OPEN_JOBS, JobState, UploadDraft, UploadJob
from shuangsuiji.web.components.slips import Slip, Told

_MOST_TOLD = 5
# A process starts within a second or two; one that has not after this never will.
START_WITHIN = timedelta(seconds=60)
_DIED = "办理的进程已中断（可能是系统重启或内存不足）。没有写入任何行，可以重新办理。"
_NEVER_BEGAN = "办理的进程没有启动。没有写入任何行，可以重新办理；仍不启动的，请告诉运维人员。"


@dataclass(frozen=True, slots=True)
class Seen:
    """What is true of a job now. `is_open`: something may still happen; `lost`: its process is gone, in one sentence."""

    job: UploadJob
    told: Told
    is_open: bool
    lost: str
    is_stopping: bool


def seen(job: UploadJob, at: datetime) -> Seen:
    """Look at the lock first, then at the row: a process writes its end before it lets go. Writes nothing."""
    slip = Slip(job.pk)
    held = slip.is_held()
    job.refresh_from_db()
    lost = ""
    if not held and job.state == JobState.RUNNING:
        lost = _DIED
    elif not held and job.state == JobState.WAITING and at - job.at >= START_WITHIN:
        lost = _NEVER_BEGAN
    is_open = job.state in OPEN_JOBS and not lost
    return Seen(job, slip.read(), is_open, lost, is_open and slip.is_asked_to_stop)


def put(draft: UploadDraft, work: str, *, module: str, office: str, at: datetime, about: dict[str, Any]) -> UploadJob:
    """Put a step down and start its process; an open one of the same draft is answered instead of a second.

    `module` has a function `work`, called with the job's number and the moment.
    """
    with transaction.atomic():
        standing = UploadJob.objects.filter(draft=draft.pk, state__in=OPEN_JOBS).first()
        if standing is not None:
            now = seen(standing, at)
            if now.is_open:
                return standing
            end(standing, JobState.REFUSED, now.lost)
        job = UploadJob.objects.create(
            account=draft.account, draft=draft.pk, filename=draft.filename, work=work, office=office, about=about, at=at
        )
    start(module, job)
    return job


def is_under_way(draft: UUID, at: datetime) -> bool:
    """Whether a step of that draft is waiting or worked on."""
    standing = UploadJob.objects.filter(draft=draft, state__in=OPEN_JOBS).first()
    return standing is not None and seen(standing, at).is_open


def of_account(account: str) -> list[UploadJob]:
    """Steps of somebody that have not ended, or not well, the newest first."""
    rows = UploadJob.objects.filter(account=account).exclude(state=JobState.DONE)
    return list(rows.order_by("-at")[:_MOST_TOLD])


def forget_before(at: datetime) -> None:
    """Throw away what was told of steps before that."""
    for job in UploadJob.objects.filter(at__lt=at):
        Slip(job.pk).clear()
        job.delete()


def end(job: UploadJob, state: str, message: str, location: str = "") -> None:
    """Write down how it ended."""
    job.state, job.message, job.location = state, message, location
    job.save()


def start(module: str, job: UploadJob) -> None:
    """The process: same settings, no terminal, in no group of ours, so that a worker that begins anew takes nothing with it."""
    root = str(Path(shuangsuiji.__file__).resolve().parent.parent)
    subprocess.Popen(
        [sys.executable, "-P", "-m", "shuangsuiji.web.project.beside", module, str(job.pk)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": root, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE},
        close_fds=True,
        start_new_session=True,
    )
