"""Inspectors and confirmations at the terminal: the same acts, what was shown is what is signed, a refusal in sentences. 第十条."""

import pytest

from shuangsuiji.foundation.ledger.models import LogHead
from shuangsuiji.stages.registry.models import ConfirmationDraft, Inspector, RegistryConfirmation
from shuangsuiji.web.console import business, inspectors, inspectors_acts
from tests.cast import LI, SUN, WU, ZHENG
from tests.stages.cast import USERNAMES, build_county
from tests.stages.plans.planning import prepare
from tests.stages.plans.tasking import made, signed
from tests.stages.registry.rolls import inspector, roll_of
from tests.web.console.terminal import terminal_of

pytestmark = [pytest.mark.django_db, pytest.mark.article("第十条")]
SOURCE = ("--source", "证件系统", "--source-date", "2026-11-20")
DEPARTMENT = "人社局"


@pytest.fixture
def county(at, db, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    return build_county(at)


@pytest.fixture
def terminal(county, at, monkeypatch, capsys):
    # Heads sign in with a code, which has tests of its own.
    monkeypatch.setattr(business.queries, "needs_second_factor", lambda account, on: False)
    add = [inspectors.add_parser]
    run = terminal_of(monkeypatch, capsys, add=add, acts=[inspectors_acts], at=at)
    return lambda *words, who=WU, **how: run(*words, "--as", USERNAMES[who.name], **how)


@pytest.fixture
def path(tmp_path):
    rows = [inspector(which, department=DEPARTMENT) for which in range(1, 5)]
    return roll_of(tmp_path, [*rows, inspector(5, department=DEPARTMENT, number="")])


def test_a_roll_with_one_error_is_not_imported_and_goes_in_with_that_row_kept_out(terminal, path, tmp_path):
    code, told = terminal("inspectors", "import", path, *SOURCE, "--report", tmp_path / "问题.xlsx")
    assert (code, told["usable"], Inspector.objects.exists()) == (1, False, False)
    assert (tmp_path / "问题.xlsx").exists()
    code, told = terminal("inspectors", "import", path, *SOURCE, "--exclude", "6", "--dry-run")
    assert (code, told["usable"], Inspector.objects.exists()) == (0, True, False)
    code, told = terminal("inspectors", "import", path, *SOURCE, "--exclude", "6")
    assert (code, told["added"], told["excluded"]) == (0, 4, 1)
    assert terminal("inspectors", "import", path, *SOURCE, "--exclude", "6") == (0, {"changed": False})


def test_the_list_tells_numbers_and_days_and_no_name(terminal, path):
    terminal("inspectors", "import", path, *SOURCE, "--exclude", "6")
    code, text = terminal("inspectors", "list", as_json=False)
    assert (code, "41-001" in text, "2027-06-30" in text, "在库 4 人" in text) == (0, True, True, True)
    assert "检查员" not in text
    assert terminal("inspectors", "list", "--until", "2026-12-31")[1] == {"inspectors": []}


def test_what_was_shown_is_confirmed_and_signed(terminal, path):
    terminal("inspectors", "import", path, *SOURCE, "--exclude", "6")
    code, text = terminal("registries", "show", "inspectors", as_json=False)
    assert (code, "未入库：第 1 次变更，第 6 行" in text, "须第二人签字" in text) == (0, True, True)
    digest = text.rpartition("变动摘要：")[2].strip()
    code, told = terminal("registries", "confirm", "inspectors", "--seen", digest[:16])
    assert (code, told) == (0, {"waits_for_second": True, "digest": digest})
    code, text = terminal("registries", "sign", "inspectors", "--seen", "0" * 64, who=ZHENG, as_json=False)
    assert (code, "不一致" in text, RegistryConfirmation.objects.exists()) == (1, True, False)
    code, told = terminal("registries", "sign", "inspectors", "--seen", digest, "--opinion", "属实", who=ZHENG)
    assert (code, told["live"]) == (0, 4)
    assert RegistryConfirmation.objects.get().decision.opinion == "属实"
    code, text = terminal("registries", "sign", "inspectors", "--seen", digest, who=ZHENG, as_json=False)
    assert (code, "没有等待第二人签字" in text) == (1, True)


def test_a_confirmation_may_be_for_a_task_that_waits_for_it_and_for_no_other(terminal, path, county, at):
    terminal("inspectors", "import", path, *SOURCE, "--exclude", "6")
    digest = terminal("registries", "show", "inspectors")[1]["digest"]
    confirm = ("registries", "confirm", "inspectors", "--seen", digest, "--task")
    prepare(county)
    task = made(county)
    assert "没有等待本部门更新确认的任务" in terminal(*confirm, task.number, as_json=False)[1]
    signed(county, task)
    assert terminal(*confirm, task.number)[0] == 0
    assert ConfirmationDraft.objects.get().task_number == task.number


def test_what_was_not_shown_is_not_confirmed_nor_signed_by_whom_it_does_not_belong_to(terminal, path):
    terminal("inspectors", "import", path, *SOURCE, "--exclude", "6")
    size = LogHead.objects.get().size
    code, text = terminal("registries", "confirm", "inspectors", "--seen", "3f9a", as_json=False)
    assert (code, "又有变动" in text) == (1, True)
    digest = terminal("registries", "show", "inspectors")[1]["digest"]
    code, text = terminal("registries", "confirm", "inspectors", "--seen", digest, who=LI, as_json=False)
    assert (code, "没有办理此事的岗位" in text) == (1, True)
    terminal("registries", "confirm", "inspectors", "--seen", digest)
    code, text = terminal("registries", "sign", "inspectors", "--seen", digest, who=SUN, as_json=False)
    assert (code, "不能代签" in text) == (1, True)
    assert (ConfirmationDraft.objects.count(), LogHead.objects.get().size) == (1, size)


def test_somebody_is_let_go_to_another_department_by_his_number(terminal, path):
    terminal("inspectors", "import", path, *SOURCE, "--exclude", "6")
    go = ("--to", "scjgj", "--on", "2026-11-20", "--document", "平政任〔2026〕9号", "--reason", "调动")
    code, text = terminal("inspectors", "transfer", "41-099", *go, as_json=False)
    assert (code, "没有证件编号“41-099”" in text) == (1, True)
    code, told = terminal("inspectors", "transfer", "41-001", *go)
    assert (code, told["ordinal"], Inspector.objects.get(number="cert:41-001").is_live) == (0, 2, False)
