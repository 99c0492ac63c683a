"""The registry at the terminal: the same acts, a refusal in sentences, nothing half done."""

from datetime import timedelta

import pytest
from django.db import connection

from shuangsuiji.foundation.ledger.models import LogHead
from shuangsuiji.foundation.sheets import checking
from shuangsuiji.stages.registry import staging
from shuangsuiji.stages.registry.actions.import_classes import ClassList, import_classes
from shuangsuiji.stages.registry.models import RegistryChange, RosterUpload, StagedChunk, Subject
from shuangsuiji.web.console import nightly_jobs, subjects, subjects_acts
from shuangsuiji.web.console.usage import Parser, WrongUse
from tests.cast import LI, WU
from tests.foundation.sheets.makers import csv_bytes, xlsx_bytes
from tests.stages.cast import USERNAMES, build_county
from tests.stages.registry.rosters import HEADER, file_of, firm, firms, synthetic_uscc, take_in
from tests.web.console.terminal import terminal_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.article("第十条")]
SOURCE = ("--source", "省共享平台", "--source-date", "2026-11-20")


@pytest.fixture
def county(at, db):
    return build_county(at)


@pytest.fixture
def terminal(county, at, monkeypatch, capsys):
    run = terminal_of(monkeypatch, capsys, add=[subjects.add_parser], acts=[subjects_acts], at=at)

    def as_somebody(*words, who=WU, **how):
        acting = ["--as", USERNAMES[who.name]] if words[0] in {"import", "classes", "licences"} else []
        return run("subjects", *words, *acting, **how)

    return as_somebody


def test_a_list_is_imported_with_one_row_kept_out_and_nothing_is_left_staged(terminal, tmp_path):
    path = file_of(tmp_path, [*firms(3), firm(4, uscc="91410928MA00000099")])
    code, told = terminal("import", path, *SOURCE)
    assert (code, told["usable"], Subject.objects.exists()) == (1, False, False)
    code, told = terminal("import", path, *SOURCE, "--exclude", "5", "--full", "--reason", "首次建库")
    assert (code, told["added"], told["excluded"]) == (0, 3, 1)
    assert RegistryChange.objects.get().reason == "首次建库"
    assert not RosterUpload.objects.exists()
    assert terminal("import", path, *SOURCE, "--exclude", "5", "--full") == (0, {"changed": False})


def test_a_person_reads_what_was_done(terminal, tmp_path):
    code, text = terminal("import", file_of(tmp_path, firms(3)), *SOURCE, "--progress", as_json=False)
    assert code == 0
    assert "已导入，第 1 次变更：新增 3" in text
    assert "甲1" not in text


def test_a_dry_run_imports_nothing_and_writes_its_report(terminal, tmp_path):
    report = tmp_path / "问题.xlsx"
    code, told = terminal("import", file_of(tmp_path, firms(3)), *SOURCE, "--dry-run", "--report", report)
    assert (code, told["usable"], Subject.objects.exists(), report.exists()) == (0, True, False, True)


def test_a_long_text_file_goes_in_by_chunks(terminal, tmp_path, monkeypatch):
    monkeypatch.setattr(checking, "CHUNK_ROWS", 4)
    path = tmp_path / "名录.csv"
    path.write_bytes(csv_bytes([list(HEADER), *firms(10)]))
    code, told = terminal("import", path, *SOURCE)
    assert (code, told["added"], StagedChunk.objects.count()) == (0, 10, 0)


def test_stopped_in_the_middle_nothing_is_written(terminal, tmp_path, monkeypatch):
    def stop(self, rows):
        if connection.in_atomic_block:
            raise KeyboardInterrupt

    before = LogHead.objects.get().size
    monkeypatch.setattr(subjects_acts._Bar, "told", stop)
    with pytest.raises(KeyboardInterrupt):
        terminal("import", file_of(tmp_path, firms(3)), *SOURCE)
    assert (LogHead.objects.get().size, Subject.objects.exists(), RosterUpload.objects.exists()) == (
        before,
        False,
        False,
    )


def test_the_night_clears_what_a_killed_import_left_and_nothing_younger(terminal, county, at, tmp_path):
    path = file_of(tmp_path, firms(3))
    about = {"owner": county.person(WU).pk, "on": at.date(), "source": "省", "source_on": None, "full_list": False}
    staging.stage(path, department=county.lead, at=at, county="410999", towns={}, excluded={}, **about)
    assert (RosterUpload.objects.count(), StagedChunk.objects.count()) == (1, 1)
    assert staging.forget_before(at + timedelta(days=1)) == 0
    assert staging.forget_before(at + timedelta(days=1, seconds=1)) == 1
    assert (RosterUpload.objects.exists(), StagedChunk.objects.exists()) == (False, False)


@pytest.mark.parametrize(("who", "typed", "words"), [(WU, "wrong", "不正确"), (LI, "", "没有办理此事的岗位")])
def test_who_may_not_is_refused(terminal, tmp_path, who, typed, words):
    code, told = terminal("import", file_of(tmp_path, firms(1)), *SOURCE, who=who, typed=typed)
    assert code == 1
    assert words in told["refused"][0]


def test_classes_are_imported_and_unknown_codes_told(terminal, tmp_path):
    terminal("import", file_of(tmp_path, firms(4)), *SOURCE)
    path = tmp_path / "分类.xlsx"
    path.write_bytes(xlsx_bytes([["信用代码", "信用风险分类"], [synthetic_uscc(1), "D"], [synthetic_uscc(99), "A"]]))
    code, told = terminal("classes", path, "--document", "11月期", "--on", "2026-11-20")
    assert (code, told["records"], told["moved"]) == (0, 1, 1)
    assert told["unknown"] == [f"uscc:{synthetic_uscc(99)}"]
    path.write_bytes(xlsx_bytes([["信用代码", "信用风险分类"], [synthetic_uscc(1), "E"]]))
    assert terminal("classes", path, "--document", "11月期", "--on", "2026-11-20")[1]["usable"] is False


def test_the_registry_is_exported_harmless_and_without_personal_values_and_never_over_a_file(terminal, tmp_path):
    terminal("import", file_of(tmp_path, [firm(1, area="@SUM(A1)"), firm(2)]), *SOURCE)
    out = tmp_path / "导出.csv"
    assert terminal("export", out, "--department", "rsj", "--class", "B")[1]["rows"] == 1
    text = out.read_text(encoding="utf-8-sig")
    assert "'@SUM(A1)" in text
    assert "甲1" not in text
    assert "不覆盖" in terminal("export", out, "--department", "rsj")[1]["refused"][0]


def test_the_report_tells_classes_and_warnings(terminal, tmp_path):
    terminal("import", file_of(tmp_path, [*firms(3), firm(4, **{"class": ""})]), *SOURCE)
    code, told = terminal("report", "--department", "rsj")
    assert (code, told["total"], told["classes"]["none"]) == (0, 4, 1)
    assert any("没有信用风险分类" in warning for warning in told["warnings"])
    assert "没有部门" in terminal("report", "--department", "nix")[1]["refused"][0]


def test_a_wrong_line_says_so():
    parser = Parser(prog="shuangsuiji")
    subjects.add_parser(parser.add_subparsers(dest="group", required=True))
    with pytest.raises(WrongUse):
        parser.parse_args(["subjects", "import", "名录.xlsx", "--as", "wu"])


def test_the_night_lets_classes_count_whose_day_has_come(county, at, tmp_path):
    from datetime import date

    from shuangsuiji.foundation.sheets.classes import read_classes

    keeper = county.actor(WU)
    take_in(file_of(tmp_path, firms(2)), keeper, at)
    path = tmp_path / "分类.xlsx"
    path.write_bytes(xlsx_bytes([["信用代码", "信用风险分类", "分类日期"], [synthetic_uscc(1), "D", "2026-11-28"]]))
    given = ClassList(read_classes(path, at=date(2026, 11, 24)), "省共享", "11月期", date(2026, 11, 24))
    import_classes(classes=given, actor=keeper, at=at)
    assert nightly_jobs.let_classes_count(at).sentences == ["没有到期的分类"]
    told = nightly_jobs.let_classes_count(at + timedelta(days=5))
    assert told.sentences == ["rsj 名录库第 2 次变更：1 户的类别到期变动"]


def test_licences_are_imported_and_unknown_codes_told(terminal, tmp_path):
    terminal("import", file_of(tmp_path, firms(4)), *SOURCE)
    path = tmp_path / "许可证.csv"
    head = "统一社会信用代码,许可证名称,有效期至\n"
    path.write_text(
        f"{head}{synthetic_uscc(1)},人力资源服务许可证,2029-03-19\n{synthetic_uscc(99)},人力资源服务许可证,长期\n",
        encoding="utf-8",
    )
    given = ("--source", "行政审批系统", "--source-date", "2026-11-20")
    code, told = terminal("licences", path, *given)
    assert (code, told["added"], told["unknown"]) == (0, 1, [f"uscc:{synthetic_uscc(99)}"])
    path.write_text(f"{head}{synthetic_uscc(1)},,2029-03-19\n", encoding="utf-8")
    code, told = terminal("licences", path, *given)
    assert (code, told["usable"]) == (1, False)
