"""What an act refuses with, as pages: every finding of the rules, a busy database, a version that has moved on, a log that stands
still, an approval that has its answer, a file or paper that cannot be taken.

Source: 20-house §7 (RuleViolation becomes a page in one place), §10; 50-ledger §3.6, §10. Nothing was written in any of these
cases: the command rolled back. A refusal of the rules leaves a "denied" line in the access log.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus

from django.forms import Form
from django.http import HttpRequest, HttpResponse

from shuangsuiji.core.draw.refusal import DrawRefused
from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.foundation.approvals.refusal import AlreadyAnswered, AlreadyAsked, ApprovalRefused, ContentChanged
from shuangsuiji.foundation.evidence.refusal import FileDamaged, UploadRefused
from shuangsuiji.foundation.ledger.keys import KeyUnusable
from shuangsuiji.foundation.ledger.refusal import Busy, ClockBehind, WritesRefused
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.foundation.papers.refusal import FontMissing, NumberTaken, PaperRefused
from shuangsuiji.foundation.sheets.readings import RosterUnusable
from shuangsuiji.foundation.sheets.refusal import SheetRefused
from shuangsuiji.web.components.conflict import Difference, side_by_side
from shuangsuiji.web.components.denials import note_denied
from shuangsuiji.web.components.drafts import Draft, draft_of
from shuangsuiji.web.components.idempotency import new_key
from shuangsuiji.web.components.pages import Explanation, TooManyRequests, answer

_RETRY_SECONDS = 5
# A roster may have as many faults as rows: so many are told.
_TOLD = 50


def refusal_page(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """The page for a refusal; None for an exception that is none."""
    page = next((_PAGES[kind] for kind in type(error).__mro__ if kind in _PAGES), None)
    return page(request, error) if page else None


@contextmanager
def told_in(request: HttpRequest, form: Form) -> Iterator[None]:
    """Around an act: what the rules refuse is said above the form, which keeps what was typed; the access log has its line.

    `with told_in(request, form): act(…); return redirect(…)`, and below it the page once more, with `form_status(form)`.
    """
    try:
        yield
    except RuleViolation as error:
        note_denied(request, reason="rule", detail={"findings": [finding.code for finding in error.findings]})
        for finding in error.findings:
            form.add_error(None, f"{finding.message}{finding.remedy}（{finding.code}）")
    except DrawRefused as error:
        note_denied(request, reason="rule", detail={"findings": _numbers(error)})
        for refusal in error.refusals[:_TOLD]:
            form.add_error(None, f"{refusal.sentence()}（{refusal.number}）")


def form_status(form: Form | None) -> HTTPStatus:
    """422 for a form that was sent and not accepted, 200 for one that is only shown and for a page that asks nothing."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if form and form.is_bound and form.errors else HTTPStatus.OK


def _rule_violation(request: HttpRequest, error: RuleViolation) -> HttpResponse:
    codes = [finding.code for finding in error.findings]
    note_denied(request, reason="rule", detail={"findings": codes})
    explanation = Explanation(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "不符合规定，未予办理",
        f"以下 {len(codes)} 项不符合规定，本次没有写入任何内容。",
        "请按每一项的说明改正后重新提交。",
        {"findings": error.findings, "draft": draft_of(request)},
    )
    return answer(request, explanation, template="components/rule_violation.html")


def _draw_refused(request: HttpRequest, error: DrawRefused) -> HttpResponse:
    """What the protocol of the draw refuses, told like the rules' findings."""
    note_denied(request, reason="rule", detail={"findings": _numbers(error)})
    more = len(error.refusals) - _TOLD
    explanation = Explanation(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "不符合规定，未予办理",
        f"以下 {len(error.refusals)} 项不符合规定，本次没有写入任何内容。"
        + (f"只列出前 {_TOLD} 项。" if more > 0 else ""),
        "请按每一项的说明改正后重新提交。",
        {"refusals": error.refusals[:_TOLD], "draft": draft_of(request)},
    )
    return answer(request, explanation, template="components/rule_violation.html")


def _numbers(error: DrawRefused) -> list[str]:
    return sorted({refusal.number for refusal in error.refusals})


def _busy(request: HttpRequest, error: Busy) -> HttpResponse:
    explanation = Explanation(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "系统正忙",
        "许多人同时在办理，本次没有写入任何内容。您填写的内容保留在下面。",
        "请稍等几秒，再次提交。",
        {"draft": draft_of(request)},
    )
    return _later(answer(request, explanation), _RETRY_SECONDS)


def _stale(request: HttpRequest, error: StaleVersion) -> HttpResponse:
    """Both versions side by side where the act could tell them; mine or theirs is chosen there and sent to the same address."""
    given = side_by_side(error.differences)
    draft = draft_of(request)
    version = error.version
    explanation = Explanation(
        HTTPStatus.CONFLICT,
        "记录已被他人更改",
        "您打开这份记录之后，已有人更改了它。为免覆盖他人的内容，本次没有写入。您填写的内容保留在下面。",
        "请逐项选择保留哪一方的内容，再提交。"
        if _choosable(given, draft, version)
        else "请打开最新的记录，核对后再把需要的内容填入。",
        {
            "draft": None if _choosable(given, draft, version) else draft,
            "sent": draft,
            "differences": given,
            "choosing": _choosable(given, draft, version),
            "kept": draft.without({each.name for each in given}) if draft else (),
            "version": version,
            "key": new_key(),
            "fresh": request.path,
        },
    )
    return answer(request, explanation, template="components/conflict.html")


def _choosable(given: tuple[Difference, ...], draft: Draft | None, version: object) -> bool:
    """Whether the page can put the chosen version together by itself: every field has its name, nothing was left out."""
    return bool(given) and bool(version) and draft is not None and draft.is_whole and all(each.name for each in given)


def _writes_refused(request: HttpRequest, error: WritesRefused) -> HttpResponse:
    explanation = Explanation(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "日志暂停，暂不能办理",
        "系统检查发现日志或数据库与应有的状态不符，为保护已有记录，现只能查看，不能办理。您填写的内容保留在下面。",
        "请把本页内容告诉运维人员；恢复后再次提交。",
        {"draft": draft_of(request), "reasons": error.reasons},
    )
    return answer(request, explanation)


def _clock_behind(request: HttpRequest, error: ClockBehind) -> HttpResponse:
    explanation = Explanation(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "服务器时间不对，暂不能办理",
        str(error),
        "请告诉运维人员校准服务器时钟；之后再次提交。",
        {"draft": draft_of(request)},
    )
    return answer(request, explanation)


def _too_many(request: HttpRequest, error: TooManyRequests) -> HttpResponse:
    explanation = Explanation(
        HTTPStatus.TOO_MANY_REQUESTS, "请求过于频繁", f"{error}。", f"请等待 {error.retry_after} 秒后再试。"
    )
    return _later(answer(request, explanation), error.retry_after)


def _answered(request: HttpRequest, error: Exception) -> HttpResponse:
    """Somebody was quicker, or the text is no longer the one that was shown: nothing can be chosen, it has to be looked at anew."""
    happened, remedy = _sentences(error)
    explanation = Explanation(
        HTTPStatus.CONFLICT,
        "情况已经变化，未予办理",
        f"{happened}本次没有写入任何内容。",
        remedy or "请打开最新的页面，核对后再办理。",
        {"draft": draft_of(request), "fresh": request.path},
    )
    return answer(request, explanation)


def _not_acceptable(request: HttpRequest, error: Exception) -> HttpResponse:
    """A request, file, sheet or paper that cannot be taken as it is; the refusal's own sentences say why and what to do."""
    note_denied(request, reason="refused", detail={"kind": type(error).__name__})
    happened, remedy = _sentences(error)
    explanation = Explanation(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "未予办理",
        f"{happened}本次没有写入任何内容。",
        remedy or "请按上述说明改正后重新提交。",
        {"draft": draft_of(request)},
    )
    return answer(request, explanation)


def _not_now(request: HttpRequest, error: Exception) -> HttpResponse:
    """What the operator has to put right first: a missing font, a key that cannot be read, a file that is damaged."""
    happened, _ = _sentences(error)
    explanation = Explanation(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "系统条件不具备，暂不能办理",
        f"{happened}本次没有写入任何内容。",
        "请把本页内容告诉运维人员；恢复后再次提交。",
        {"draft": draft_of(request)},
    )
    return answer(request, explanation)


def _sentences(error: Exception) -> tuple[str, str]:
    """What happened, and what to do where the refusal keeps it apart or after a semicolon; each with its stop."""
    reason, remedy = getattr(error, "reason", ""), getattr(error, "remedy", "")
    if not reason:
        reason, _, remedy = f"{error}".rstrip("。").partition("；")
    return f"{reason.rstrip('。')}。", f"{remedy.rstrip('。')}。" if remedy else ""


def _later(response: HttpResponse, seconds: int) -> HttpResponse:
    response["Retry-After"] = str(seconds)
    return response


_PAGES: dict[type[Exception], Callable[..., HttpResponse]] = {
    RuleViolation: _rule_violation,
    DrawRefused: _draw_refused,
    Busy: _busy,
    StaleVersion: _stale,
    WritesRefused: _writes_refused,
    ClockBehind: _clock_behind,
    TooManyRequests: _too_many,
    AlreadyAnswered: _answered,
    AlreadyAsked: _answered,
    ContentChanged: _answered,
    NumberTaken: _answered,
    ApprovalRefused: _not_acceptable,
    UploadRefused: _not_acceptable,
    SheetRefused: _not_acceptable,
    RosterUnusable: _not_acceptable,
    PaperRefused: _not_acceptable,
    FontMissing: _not_now,
    FileDamaged: _not_now,
    KeyUnusable: _not_now,
}
