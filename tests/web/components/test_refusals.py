"""Refusals and errors as pages: what happened, what was expected, what to do next; nothing typed is lost."""

import re
from importlib import import_module
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from shuangsuiji.foundation.approvals.refusal import AlreadyAnswered, AlreadyAsked, ApprovalRefused, ContentChanged
from shuangsuiji.foundation.evidence.refusal import FileDamaged, UploadRefused
from shuangsuiji.foundation.ledger.keys import KeyUnusable
from shuangsuiji.foundation.ledger.models import AuditEntry
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.foundation.papers.refusal import FontMissing, NumberTaken, PaperRefused
from shuangsuiji.foundation.sheets.readings import RosterUnusable
from shuangsuiji.foundation.sheets.refusal import SheetRefused
from shuangsuiji.web.components import pages
from shuangsuiji.web.components.drafts import draft_of
from shuangsuiji.web.components.idempotency import new_key
from shuangsuiji.web.components.models import IdempotencyKey
from shuangsuiji.web.components.refusals import _PAGES, refusal_page

SECRETS = {"new_password": "Geheim-1234", "totp_code": "424242"}
POSTED = {"reason": "企业已搬迁", "note": "<b>老厂址</b>", "version": "3"}


def send(site: Client, how: str, **more: str) -> tuple[int, str]:
    """Post the form to the page that refuses in that way."""
    answer = site.post(f"/refuse/{how}/", {**POSTED, "idempotency_key": new_key(), **more})
    return answer.status_code, answer.content.decode()


def test_every_finding_is_told_at_once_with_article_numbers_and_remedy(site: Client) -> None:
    status, page = send(site, "rule")
    assert status == 422
    for expected in (
        "C 类库 101 户",
        "没有写明理由",
        "第六条（三）",
        "报分管负责人批准",
        "请写明理由",
        "E06-8",
        "E06-9",
    ):
        assert expected in page
    assert 'href="/open/rules/#art-6"' in page
    assert ">11<" in page
    assert ">10<" in page


def test_a_refusal_of_the_rules_leaves_one_denied_line_and_nothing_else(site: Client) -> None:
    send(site, "rule")
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.object) == ("denied", "stage:refuse")
    assert entry.detail == {"method": "POST", "reason": "rule", "findings": ["E06-8", "E06-9"]}


@pytest.mark.parametrize(
    ("how", "status", "words"),
    [
        ("busy", 503, "系统正忙"),
        ("stale", 409, "记录已被他人更改"),
        ("writes", 503, "日志暂停"),
        ("clock", 503, "服务器时间不对"),
        ("many", 429, "请求过于频繁"),
        ("denied", 403, "没有权限"),
        ("missing", 404, "没有找到"),
        ("odd", 400, "提交的内容不完整"),
        ("broken", 500, "系统出错"),
    ],
)
def test_each_refusal_has_its_page_in_chinese_with_a_way_out(site: Client, how: str, status: int, words: str) -> None:
    answer, page = send(site, how)
    assert answer == status
    assert f"<h1>{words}" in page
    assert page.count("<h1") == 1
    assert "怎么办" in page
    assert '<html lang="zh-CN">' in page


@pytest.mark.parametrize("how", ["rule", "busy", "stale", "writes", "clock"])
def test_what_was_typed_stays_on_the_page_and_is_escaped(site: Client, how: str) -> None:
    _, page = send(site, how)
    assert "企业已搬迁" in page
    assert "&lt;b&gt;老厂址&lt;/b&gt;" in page
    assert "<b>老厂址" not in page


def test_what_was_typed_stands_beside_its_chinese_label_or_its_place(site: Client, rf: RequestFactory) -> None:
    request = rf.post("/a/", POSTED)
    request.field_labels = {"reason": "理由"}  # type: ignore[attr-defined]
    draft = draft_of(request)
    assert draft is not None
    assert draft.shown == (("理由", "企业已搬迁"), ("第 2 项", "<b>老厂址</b>"))


def test_a_page_that_was_only_read_has_no_draft(rf: RequestFactory) -> None:
    assert draft_of(rf.get("/a/")) is None


def test_a_busy_database_offers_the_same_form_again_with_its_version_and_key(site: Client) -> None:
    key = new_key()
    _, page = send(site, "busy", idempotency_key=key)
    hidden = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page))
    assert hidden["version"] == "3"
    assert hidden["idempotency_key"] == key
    assert hidden["reason"] == "企业已搬迁"
    assert hidden["csrfmiddlewaretoken"]


def test_a_busy_database_says_when_to_come_back(site: Client) -> None:
    answer = site.post("/refuse/busy/", {**POSTED, "idempotency_key": new_key()})
    assert answer["Retry-After"] == "5"


def test_too_many_requests_say_when_to_come_back(site: Client) -> None:
    answer = site.get("/refuse/many/")
    assert answer["Retry-After"] == "30"
    assert "30 秒" in answer.content.decode()


@pytest.mark.parametrize("how", ["rule", "busy", "stale", "writes"])
def test_passwords_and_codes_are_never_shown_again(site: Client, how: str) -> None:
    _, page = send(site, how, **SECRETS)
    assert "Geheim" not in page
    assert "424242" not in page
    assert "没有保留" in page
    assert "<form" not in page


def test_a_log_that_stands_still_tells_every_reason(site: Client) -> None:
    _, page = send(site, "writes")
    assert "触发器缺失。请恢复。" in page
    assert "数据库落后。请恢复。" in page


def test_refusals_let_the_key_go_and_an_error_keeps_it(site: Client) -> None:
    for how in ("rule", "busy", "stale", "writes", "denied", "missing"):
        send(site, how)
        assert not IdempotencyKey.objects.exists(), how
    send(site, "broken")
    assert IdempotencyKey.objects.get().location == ""


def test_the_text_of_a_404_of_our_code_is_not_shown(site: Client) -> None:
    _, page = send(site, "missing")
    assert "豫东模具厂" not in page


def test_a_page_that_does_not_resolve_is_the_same_404(site: Client) -> None:
    assert site.get("/refuse/missing/").content == site.get("/nowhere/").content


def test_a_form_from_elsewhere_is_told_so(site: Client) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    answer = strict.post("/harmless/")
    assert answer.status_code == 403
    assert "表单已失效" in answer.content.decode()


def test_an_error_page_does_not_say_who_is_signed_in(site: Client) -> None:
    page = site.get("/nowhere/", headers={"X-Test-Account": "clerk"}).content.decode()
    assert "clerk" not in page


def test_when_the_template_itself_is_broken_plain_text_answers(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def torn(*args: object, **kwargs: object) -> str:
        raise ValueError

    monkeypatch.setattr(pages, "render_to_string", torn)
    answer = site.get("/refuse/broken/")
    assert answer.status_code == 500
    assert answer.content.decode().startswith("系统出错：")


def test_both_versions_stand_side_by_side_where_the_page_knows_them(site: Client, rf: object) -> None:
    error = StaleVersion("已被他人更改", differences=[("地址", "新厂址", "老厂址")])
    page = refusal_page(rf.post("/a/", {"address": "老厂址"}), error).content.decode()  # type: ignore[attr-defined,union-attr]
    assert "<td>新厂址</td><td>老厂址</td>" in page


def test_an_exception_that_is_no_refusal_goes_on_to_django(rf: object) -> None:
    assert refusal_page(rf.get("/"), ValueError()) is None  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("error", "status", "happened", "remedy"),
    [
        (
            AlreadyAnswered("该申请已有结论：同意；不能再次办理，如有变化请重新申请。"),
            409,
            "该申请已有结论：同意。",
            "不能再次办理",
        ),
        (AlreadyAsked("同一事项已提交审批，尚未答复；请等待答复。"), 409, "尚未答复。", "请等待答复。"),
        (ContentChanged("您看到的内容与提交审批的内容不一致；请刷新核对。"), 409, "不一致。", "请刷新核对。"),
        (NumberTaken("编号 1号 已被使用；请重新生成文书"), 409, "编号 1号 已被使用。", "请重新生成文书。"),
        (ApprovalRefused("不同意须写明意见；请补充后提交。"), 422, "不同意须写明意见。", "请补充后提交。"),
        (ApprovalRefused("该规定已经启用，不能重复办理。"), 422, "不能重复办理。", "改正后重新提交"),
        (UploadRefused("文件有 60 MB，超过 50 MB", "请压缩后再上传"), 422, "超过 50 MB。", "请压缩后再上传。"),
        (SheetRefused("文件打不开", "请另存为 xlsx"), 422, "文件打不开。", "请另存为 xlsx。"),
        (RosterUnusable("[E10-3] 第 5 行：缺少名称"), 422, "第 5 行", "改正后重新提交"),
        (PaperRefused("文书缺少内容：编号"), 422, "缺少内容：编号。", "改正后重新提交"),
        (FontMissing("没有中文字体"), 503, "没有中文字体。", "运维人员"),
        (FileDamaged("文件 ab… 不在存放目录中；请重新上传。"), 503, "不在存放目录中。", "运维人员"),
        (KeyUnusable("读不到加密主密钥文件"), 503, "读不到加密主密钥文件。", "运维人员"),
    ],
)
def test_approvals_uploads_sheets_and_papers_refuse_in_pages_and_nothing_typed_is_lost(
    db: None, rf: Any, error: Exception, status: int, happened: str, remedy: str
) -> None:
    request = rf.post("/a/", {"reason": "企业已搬迁"})
    request.user = AnonymousUser()
    page = refusal_page(request, error)
    assert page is not None
    shown = page.content.decode()
    assert page.status_code == status
    assert happened in shown
    assert remedy in shown
    assert "企业已搬迁" in shown
    assert "没有写入任何内容" in shown


def test_every_refusal_of_the_foundation_has_its_page() -> None:
    """Whoever adds a refusal says here which page tells it; a module `refusal.py` holds nothing else."""
    found = set()
    for module in ("approvals", "evidence", "papers", "sheets"):
        inside = import_module(f"shuangsuiji.foundation.{module}.refusal")
        found |= {each for each in vars(inside).values() if isinstance(each, type) and issubclass(each, Exception)}
    assert {each.__name__ for each in found if not any(kind in _PAGES for kind in each.__mro__)} == set()
