"""A long list on the pages: how far it is, stop it, begin it again. The work itself is done by a process beside the site.

Source: 第十条; 70-interface §2 (works without JavaScript: the page loads itself anew). A GET tells and writes nothing, also where the
process has died.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from shuangsuiji.stages.registry.queries import subjects
from shuangsuiji.web.components import jobs
from shuangsuiji.web.components.acting import acting, own_department
from shuangsuiji.web.components.caller import account_of
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.models import JobState, UploadDraft, UploadJob
from shuangsuiji.web.components.slips import Slip
from shuangsuiji.web.office.subjects.views import crumbs

KIND = "subjects"
WORKER = "shuangsuiji.web.office.subjects.working"
_AGAIN_SECONDS = 3


def put(request: HttpRequest, draft: UploadDraft, work: str = UploadJob.Work.CHECK, **about: str) -> str:
    """Put a step of a draft down; the address of the page that tells how far it is."""
    office = acting(request).office
    job = jobs.put(draft, work, module=WORKER, office=office, at=now(request), about=about)
    return reverse("subjects:job", args=[job.pk])


def under_way(request: HttpRequest) -> list[tuple[str, str]]:
    """Addresses of the caller's steps that have not ended well, and what they are."""
    return [
        (reverse("subjects:job", args=[job.pk]), f"{job.filename}：{job.get_work_display()}，{job.get_state_display()}")
        for job in jobs.of_account(account_of(request))
    ]


def progress(request: HttpRequest, job: UUID) -> HttpResponse:
    """办理进度"""
    seen = jobs.seen(_own(request, job), now(request))
    if seen.job.state == JobState.DONE and seen.job.work == UploadJob.Work.CHECK:
        return redirect(seen.job.location)
    change = _taken_in(request, seen)
    told = {
        "seen": seen,
        "job": seen.job,
        "change": change,
        "crumbs": crumbs(("导入", reverse("subjects:import")), ("办理进度", "")),
    }
    answer = render(request, "office/subjects/job.html", told)
    if seen.is_open:
        answer["Refresh"] = f"{_AGAIN_SECONDS}; url=?auto=1"
    return answer


def stop(request: HttpRequest, job: UUID) -> HttpResponse:
    """取消办理"""
    found = _own(request, job)
    if jobs.seen(found, now(request)).is_open:
        Slip(found.pk).ask_to_stop()
    return redirect("subjects:job", found.pk)


def again(request: HttpRequest, job: UUID) -> HttpResponse:
    """重新办理"""
    found = _own(request, job)
    own = UploadDraft.objects.filter(account=account_of(request), expires_at__gt=now(request))
    draft = own.filter(pk=found.draft).first()
    if draft is None:
        messages.error(request, "上传的文件已办理完毕或已过保留时间，请重新上传（第十条）。")
        return redirect("subjects:import")
    return redirect(put(request, draft, found.work, **found.about))


def recheck(request: HttpRequest, draft: UUID) -> HttpResponse:
    """重新检查"""
    own = UploadDraft.objects.filter(account=account_of(request), kind=KIND, expires_at__gt=now(request))
    found = own.filter(pk=draft).first()
    if found is None:
        raise Http404
    return redirect(put(request, found))


def _own(request: HttpRequest, job: UUID) -> UploadJob:
    """The caller's own job. Raises Http404 for another's."""
    found = UploadJob.objects.filter(account=account_of(request), pk=job).first()
    if found is None:
        raise Http404
    return found


def _taken_in(request: HttpRequest, seen: jobs.Seen) -> Any:
    """The change of a process that died after its commit and before it could say so."""
    if not seen.lost or seen.job.work != UploadJob.Work.IMPORT or seen.job.began_at is None:
        return None
    return subjects.change_made_at(own_department(request), seen.job.began_at)
