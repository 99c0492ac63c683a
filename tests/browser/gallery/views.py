"""The pieces, each page as a stage would write it."""

import csv
import tempfile
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template import RequestContext, Template

from shuangsuiji.core.rules.finding import RuleViolation, judge
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.approvals.models import ApprovalRequest
from shuangsuiji.foundation.ledger.history import recent_of
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.foundation.sheets.report import verdict
from shuangsuiji.foundation.sheets.subjects import read_subjects
from shuangsuiji.web.components import conflict, uploading
from shuangsuiji.web.components.listing import FilterForm, page_of
from shuangsuiji.web.components.models import UploadDraft
from shuangsuiji.web.components.pages import TooManyRequests
from shuangsuiji.web.components.refusals import refusal_page
from shuangsuiji.web.components.rendering import offering, serving
from shuangsuiji.web.components.todos import Alert, Figure, Todo
from shuangsuiji.web.office.home import todos
from tests.foundation.sheets.makers import subject_rows

PIECES = {
    "workbench": 200, "print": 200, "list": 200, "task": 200, "form": 200, "confirm": 200, "upload": 200, "report": 200, "good-report": 200, "empty": 200,
    "rule": 422, "conflict": 409, "too-many": 429, "draft-form": 200,
}  # fmt: skip
HERE = Path(__file__).resolve().parent
FIRMS = (
    ("平原县华泰化工有限公司", "A", "第二组", "已完成", "done"), ("平原县中鑫物业服务有限公司", "B", "第一组", "已完成", "done"),
    ("平原县瑞丰人力资源有限公司", "D", "第二组", "已完成", "done"), ("平原县盛达商贸有限公司", "B", "第一组", "检查中", "begun"),
    ("平原县远大商贸有限公司", "A", "第二组", "检查中", "begun"), ("平原县远大纺织有限公司", "C", "第一组", "未开始", "new"),
    ("平原县金穗家具有限公司", "A", "第二组", "未开始", "new"), ("平原县宏图化工有限公司", "C", "第一组", "未开始", "new"),
)  # fmt: skip
TEAM = (
    ("刘海涛", "市场监管局", "SL-0004", True),
    ("陈文博", "就业促进股", "SL-0005", False),
    ("周启航", "就业促进股", "SL-0008", False),
)
SHEET = uploading.SheetKind(
    "gallery", "检查对象名录", "第十条", read=lambda path, excluded, at, about: read_subjects(path, at=at.date(), exclude_rows=excluded),
    report="office:home", exclude="office:home", confirm="office:home", act="确认导入 {n} 户", back="office:home",
)  # fmt: skip


class EventFilter(FilterForm):
    """Three ways to narrow."""

    type = forms.CharField(label="事件类型")
    since = forms.DateField(label="起始日期", widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(label="种类", choices=[("", "全部"), ("a", "任免"), ("b", "账户")])
    lookups: ClassVar = {"type": "type__contains", "since": "at__date__gte"}


class AnyForm(forms.Form):
    """Every control once."""

    name = serving(forms.CharField(label="事项名称", help_text="与公布的清单一致。", max_length=40), "第二条")
    industry = offering(
        forms.CharField(label="行业", widget=forms.TextInput(attrs={"list": "id_industry_options"})),
        ["制造", "建筑", "商贸"],
    )
    method = forms.ChoiceField(label="抽查方式", choices=[("", "请选择"), ("1", "现场检查"), ("2", "书面检查")])
    reason = serving(
        forms.CharField(label="理由", widget=forms.Textarea(attrs={"rows": 3}), required=False), "第六条（三）"
    )
    classes = forms.MultipleChoiceField(
        label="风险分类", choices=[(x, f"{x}类") for x in "ABCD"], widget=forms.CheckboxSelectMultiple
    )
    joint = forms.ChoiceField(label="是否联合", choices=[("y", "部门联合"), ("n", "本部门")], widget=forms.RadioSelect)
    on = forms.DateField(label="开始日期", widget=forms.DateInput(attrs={"type": "date"}))
    file = forms.FileField(label="依据文件", required=False)
    agree = forms.BooleanField(label="列入本年重点领域", required=False)


def piece(request: HttpRequest, piece: str) -> HttpResponse:
    """One of them."""
    name = piece.replace("-", "_")
    if name in _OWN:
        return _OWN[name](request)
    context = {"crumbs": [("抽查任务", "/office/"), (piece, "")], **_CONTEXTS.get(name, lambda _: {})(request)}
    text = (HERE / f"{name}.html").read_text(encoding="utf-8")
    return HttpResponse(Template(text).render(RequestContext(request, context)))


def _list(request: HttpRequest) -> dict[str, Any]:
    form = EventFilter(request.GET)
    page = page_of(
        request, form.narrow(LogEvent.objects.all()), order=("-seq",), sortable=("seq", "type", "at"), sizes=(5, 20, 50)
    )
    messages.success(request, "已导入 8 户，见变更记录。")
    return {"form": form, "page": page}


def _task(request: HttpRequest) -> dict[str, Any]:
    tabs = [
        ("对象", "/office/gallery/task/", 12),
        ("人员", "/office/gallery/list/", 4),
        ("文书", "#papers"),
        ("留痕", "#trail"),
    ]
    facts = [
        ("抽取时间", "2026-03-02 09:30"),
        ("对象库快照", "8f3a91c27be0…d5c1"),
        ("公开随机源", "福利彩票双色球 2026024 期"),
        ("操作人、见证人", ["王海燕", "张建国"]),
    ]
    asked = ApprovalRequest.objects.first()
    return {
        "tabs": tabs,
        "facts": facts,
        "firms": FIRMS,
        "team": TEAM,
        "asked": asked,
        "record": Department.objects.get(code="rsj"),
        "due": date(2026, 11, 26),
        "today": date(2026, 11, 24),
    }


def _form(request: HttpRequest) -> dict[str, Any]:
    return {"form": AnyForm({"name": "", "method": "1", "classes": ["A"], "joint": "y", "on": ""})}


def _draft_form(request: HttpRequest) -> dict[str, Any]:
    return {"form": AnyForm(initial={"name": "用人单位遵守劳动合同法规情况", "classes": ["C", "D"]})}


def _confirm(request: HttpRequest) -> dict[str, Any]:
    rows = [
        ("任务名称", "2026 年第 3 次建筑领域农民工工资支付联合抽查", "/office/"),
        ("对象库", "平原县C类企业检查对象名录库（101 户）", "/office/"),
        ("抽取户数", "11 户", "/office/"),
        ("参与部门", ["县住建局", "县市场监管局"], "/office/"),
    ]
    return {
        "rows": rows,
        "heading": "冻结名录并抽取：请核对",
        "act": "冻结 101 户并抽取 11 户",
        "consequence": "冻结后名录不能再改；抽取结果一经产生不得更改。",
        "back": "/office/",
    }


def _report_of(request: HttpRequest, rows: list[list[Any]]) -> HttpResponse:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        reading = SHEET.read(path, {}, uploading.now(request), {})
    found = {**reading.as_dict(), "verdict": verdict(reading)}
    found["findings_shown"] = found.pop("findings")
    draft = UploadDraft(
        kind="gallery",
        filename="名录.csv",
        digest=reading.digest,
        report=found,
        excluded=[["", 4, "已注销"]],
        expires_at=uploading.now(request),
    )
    context = {
        "heading": "导入检查对象名录：检查报告", "crumbs": [("检查报告", "")], "kind": SHEET, "draft": draft, "report": found, "findings": found["findings_shown"],
        "hidden": 0, "figures": [*found["counts"].items()], "exclude_form": uploading.ExcludeForm(auto_id="exclude_%s"), "exclude_url": "/office/", "confirm_url": "/office/", "act": "确认导入 3 户",
    }  # fmt: skip
    return uploading.render(request, "components/sheet_report.html", context)


def _report(request: HttpRequest) -> HttpResponse:
    good = subject_rows(6)
    good[2][1] = "91410928MA0000"
    good[3][6] = "戊"
    good[4][9] = "2026-13-40"
    return _report_of(request, good)


def _rule(request: HttpRequest) -> HttpResponse:
    finding = judge(
        "E06-3",
        "第六条（三）",
        False,
        required=11,
        actual=10,
        refusal="C 类库 101 户，本次至少抽 11 户（第六条（三））；计划为 10 户。",
        remedy="低于此数须写明理由并报分管负责人批准。",
    )
    return refusal_page(request, RuleViolation(finding)) or HttpResponse()


def _conflict(request: HttpRequest) -> HttpResponse:
    """As if a form had been sent: a walk only reads."""
    request.method = "POST"
    request.POST = QueryDict("name=劳动合同签订情况&ratio=20&remark=原样&version=3")
    error = StaleVersion("x")
    error.version = 4
    error.differences = conflict.differences(
        {"name": "劳动合同", "ratio": "10"},
        {"name": "劳动合同签订情况", "ratio": "20"},
        {"name": "事项名称", "ratio": "抽查户数"},
    )
    return refusal_page(request, error) or HttpResponse()


def _workbench(request: HttpRequest) -> HttpResponse:
    """A busy day."""
    today = date(2026, 11, 24)
    found = [
        Todo(
            "公示结果",
            "2026年第1次用人单位遵守劳动合同法规情况抽查",
            "/office/",
            date(2026, 11, 23),
            "平原县华泰化工有限公司等 2 户 · 县人社局",
        ),
        Todo("审批", "更换检查人员（第十五条）", "/office/", today, "健康状况；替补 1 人，证件有效，无回避情形"),
        Todo(
            "录入结果", "2026年第2次人力资源服务机构部门联合抽查", "/office/", date(2026, 11, 26), "第一组 · 5 户未录入"
        ),
        Todo("移送", "2026年第3次建筑领域农民工工资支付联合抽查", "/office/", date(2026, 11, 27), "移送住建局 1 件"),
        Todo("会签方案", "2026年第4次社会保险费申报缴纳情况抽查", "/office/", date(2026, 12, 8)),
        Todo("更新确认", "平原县C类企业检查对象名录库", "/office/", hint="距上次确认 41 天"),
    ]
    figures = [
        *todos.figures_of(request, found, today),
        Figure("在办任务", 4, "/office/"),
        Figure("按期公示率", "98.6%"),
    ]
    context = {
        "today": today, "groups": todos.grouped(found, today), "count": 6, "figures": figures, "held": ["承办股室经办人"],
        "recent": todos.together(recent_of("rsj", most=30)),
        "alerts": [Alert("1 户结果公示已超期", "/office/", "danger"), Alert("2 名执法人员证件即将到期，届时不参与抽取", "/office/"), Alert("对象名录库距上次更新确认已 41 天")],
    }  # fmt: skip
    return uploading.render(request, "office/home/home.html", context)


_CONTEXTS = {"list": _list, "task": _task, "form": _form, "draft_form": _draft_form, "confirm": _confirm}
_OWN = {
    "workbench": _workbench,
    "print": lambda request: uploading.render(
        request,
        "components/print.html",
        {"heading": "抽取记录", "number": "PYX-2026-003", "printed_at": uploading.now(request), "back": "/office/"},
    ),
    "upload": lambda request: uploading.upload(request, SHEET),
    "report": _report,
    "good_report": lambda request: _report_of(request, subject_rows(3)),
    "rule": _rule,
    "conflict": _conflict,
    "too_many": lambda request: refusal_page(request, TooManyRequests(30)) or HttpResponse(),
    "confirm": lambda request: uploading.render(request, "components/confirm.html", _confirm(request)),
}
