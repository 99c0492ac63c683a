"""Item lists and rule documents at the terminal: the same acts, a refusal in sentences, nothing half done."""

import csv

import pytest

from shuangsuiji.foundation.accounts import second_factor
from shuangsuiji.foundation.accounts.actions.enrol_second_factor import enrol_second_factor
from shuangsuiji.foundation.accounts.queries import own_actor
from shuangsuiji.stages.items.models import DraftItem, ItemListVersion, RuleDocument
from shuangsuiji.stages.items.queries import TERMS, rows_of
from shuangsuiji.web.console import documents_acts, items, items_acts
from shuangsuiji.web.console.usage import WrongUse
from tests.cast import LI, SUN, WU
from tests.foundation.accounts.bureau import authenticator
from tests.foundation.evidence.files import pdf
from tests.foundation.sheets.makers import xlsx_bytes
from tests.stages.cast import TANG, USERNAMES, build_county
from tests.web.console.terminal import terminal_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.article("第六条")]
NINE = ["编制单位", "序号", "抽查类别", "抽查事项", "检查对象", "事项类别", "检查方式", "检查主体", "检查依据"]
JOINT = ["序号", "抽查领域", "抽查事项", "检查对象", "发起部门", "配合部门"]
BUREAU = "平原县人力资源和社会保障局"


@pytest.fixture
def county(at, db):
    return build_county(at)


@pytest.fixture
def codes(county, at):
    """Recovery codes of the deputy head, whose office asks for a second factor."""
    account, secret = county.account(SUN), second_factor.new_secret()
    return enrol_second_factor(
        account=account.pk, secret=secret, code=authenticator(secret, at), actor=own_actor(account, at), at=at
    )


@pytest.fixture
def terminal(county, codes, at, monkeypatch, capsys):
    add = [items.add_parser, items.add_documents]
    run = terminal_of(monkeypatch, capsys, add=add, acts=[items_acts, documents_acts], at=at, codes=codes)

    def as_somebody(*words, who=LI, **how):
        acting = [] if words[1] in {"list", "export"} else ["--as", USERNAMES[who.name]]
        return run(*words, *acting, **how)

    return as_somebody


@pytest.fixture
def listed(tmp_path):
    path = tmp_path / "清单.xlsx"
    row = ["用工", "对劳动合同的检查", "用人单位", "一般检查事项", "实地检查", "某局", "《某法》"]
    path.write_bytes(xlsx_bytes([NINE, [BUREAU, 1, *row], [BUREAU, 2, "用工", "+对工资的检查", *row[2:]]]))
    return path


def test_from_a_sheet_to_the_public_page_and_out_again(terminal, listed, tmp_path):
    code, told = terminal("items", "import", listed)
    assert (code, told["items"], told["owners"]) == (0, 2, {BUREAU: "rsj"})
    code, told = terminal("items", "send", "--reason", "年度调整")
    assert code == 0
    digest = terminal("items", "list")[1]["versions"][0]["digest"]
    assert digest == told["digest"]
    assert terminal("items", "approve", "--digest", digest[:12], who=SUN)[0] == 0
    assert terminal("items", "publish", "--place", "政府网站") == (0, {"version": 1, "index_no": "rsj-清单-2026-0001"})
    out = tmp_path / "导出.csv"
    assert terminal("items", "export", out, "--department", "rsj") == (0, {"rows": 2, "file": str(out)})
    rows = list(csv.reader(out.read_text("utf-8-sig").splitlines()))
    assert (rows[0], rows[2][3]) == (NINE, "'+对工资的检查")
    assert terminal("items", "import", out)[0] == 0
    first, second = ItemListVersion.objects.order_by("number")
    before, after = (list(rows_of(each).values(*TERMS)) for each in (first, second))
    assert before == after


def test_a_person_reads_what_was_done(terminal, listed):
    code, text = terminal("items", "import", listed, as_json=False)
    assert code == 0
    assert "已导入 2 项" in text
    assert f"责任部门：{BUREAU} → rsj" in text
    assert "起草中" in terminal("items", "list", as_json=False)[1]


def test_one_bad_row_and_nothing_is_imported_until_it_is_left_out_by_number(terminal, tmp_path):
    path = tmp_path / "联合.xlsx"
    good = [1, "用工", "对用工的检查", "用人单位", "市场监督管理部门", "其他部门"]
    path.write_bytes(xlsx_bytes([JOINT, good, [2, "用工", "", "用人单位", "市场监督管理部门", ""]]))
    code, told = terminal("items", "import", path)
    assert (code, told["usable"], ItemListVersion.objects.exists()) == (1, False, False)
    assert "抽查事项为空" in terminal("items", "import", path, as_json=False)[1]
    same = ("--exclude", "3", "--basis", "《某法》", "--method", "实地检查")
    assert terminal("items", "import", path, *same, "--dry-run")[0] == 0
    assert not ItemListVersion.objects.exists()
    assert terminal("items", "import", path, *same)[1]["owners"] == {"市场监督管理部门": "scjgj"}
    row = DraftItem.objects.select_related("owner").get()
    assert (row.basis, row.method, row.owner.code) == ("《某法》", "实地检查", "scjgj")
    assert terminal("items", "import", path, *same, "--append", "--owner", "市场监督管理部门=rsj")[0] == 0
    assert [each.owner.code for each in DraftItem.objects.order_by("ordinal")] == ["scjgj", "rsj"]
    code, told = terminal("items", "import", path, *same, "--owner", "市场监督管理部门=none")
    assert (code, told["refused"]) == (1, ["没有部门“none”。查看全部：shuangsuiji accounts list"])


@pytest.mark.parametrize(
    ("words", "who", "typed", "sentence"),
    [
        (("approve", "--digest", "0" * 12), SUN, "", "所写摘要与"),
        (("approve", "--digest", ""), SUN, "", "所写摘要与"),
        (("approve", "--digest", "0" * 12), LI, "", "请由分管负责人、主要负责人办理"),
        (("send", "--reason", "x"), WU, "", "请由承办股室经办人、联席会议办公室办理"),
        (("send", "--reason", "x"), LI, "不对", "用户名或密码不正确"),
        (("publish", "--place", "x"), LI, "", "未作任何改动"),
        (("publish", "--place", "x", "--kind", "joint"), LI, "", "没有正在起草或待公布的版本"),
    ],
)
def test_a_refusal_is_a_sentence_and_changes_nothing(terminal, listed, words, who, typed, sentence):
    terminal("items", "import", listed)
    code, text = terminal("items", *words, who=who, typed=typed, as_json=False)
    assert code == 1
    assert sentence in text
    version = ItemListVersion.objects.get()
    assert version.status == "DRAFT"
    assert version.draft.sent_at is None


def test_no_file_is_written_over_and_no_version_invented(terminal, listed, tmp_path):
    assert terminal("items", "export", tmp_path / "无.csv", "--department", "rsj")[0] == 1
    terminal("items", "import", listed)
    taken = tmp_path / "已有.csv"
    taken.write_text("x", encoding="utf-8")
    same = ("--department", "rsj", "--number", "1")
    assert terminal("items", "export", taken, *same)[0] == 1
    assert taken.read_text(encoding="utf-8") == "x"


@pytest.mark.parametrize("words", ["无等号", "=rsj", "某局="])
def test_an_owner_that_names_nobody_is_wrong_use(terminal, listed, words):
    with pytest.raises(WrongUse):
        terminal("items", "import", listed, "--owner", words)


@pytest.mark.article("第一条")
def test_a_document_is_entered_once_and_listed_by_day(terminal, tmp_path):
    given = ("--number", "某政〔2019〕22号", "--title", "某办法", "--body", "某省政府", "--from", "2019-06-01")
    code, told = terminal("documents", "add", *given, "--level", "province", who=TANG)
    assert (code, told["title"]) == (0, "某办法")
    assert terminal("documents", "add", *given, "--level", "PROVINCE", who=TANG)[0] == 1
    assert terminal("documents", "add", *given, "--level", "MOON", who=TANG)[0] == 1
    assert terminal("documents", "add", *given, "--level", "PROVINCE", who=WU)[0] == 1
    assert RuleDocument.objects.count() == 1
    assert len(terminal("documents", "list")[1]["documents"]) == 1
    original = tmp_path / "某办法.pdf"
    other = ("--number", "某政〔2019〕23号", *given[2:], "--level", "PROVINCE", "--file", original)
    assert terminal("documents", "add", *other, who=TANG)[0] == 1, "there is no such file"
    original.write_bytes(pdf())
    assert terminal("documents", "add", *other, who=TANG)[0] == 0
    assert RuleDocument.objects.exclude(file_digest="").count() == 1
    assert terminal("documents", "list", "--on", "2019-05-31")[1]["documents"] == []
    assert "某政〔2019〕22号" in terminal("documents", "list", "--on", "2026-11-24", as_json=False)[1]
