"""The command line of the log: what is asked for, what is printed, wrong use, and two exports compared."""

import json
import shutil
from pathlib import Path

import pytest

from shuangsuiji.verify.__main__ import main
from shuangsuiji.verify.verdict import EXIT_BAD, EXIT_GOOD, EXIT_INCOMPLETE, EXIT_USAGE
from shuangsuiji.web.console.ledger.verifying import add_parsers
from shuangsuiji.web.console.usage import Parser, WrongUse
from tests.verify import ledgers, specimens
from tests.verify.ledgers import LOG, UPPER, Ledger

Screen = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def county() -> Ledger:
    return ledgers.county()


@pytest.fixture(scope="module")
def honest(county: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("honest")
    county.serve(place / "new")
    Ledger(bodies=county.bodies[:257], sealed=[252]).serve(place / "old")
    (place / "policy").write_bytes(ledgers.policy())
    (place / "checkpoint").write_bytes(county.checkpoint(252))
    return place


@pytest.fixture
def place(honest: Path, tmp_path: Path) -> Path:
    return shutil.copytree(honest, tmp_path / "copy")


def _run(*arguments: object) -> int:
    return main([f"{argument}" for argument in arguments])


# ---------------------------------------------------------------------------------------------------------------- printing


def test_a_good_log_is_told_check_by_check_with_what_was_looked_at(honest: Path, capsys: Screen) -> None:
    assert _run(honest / "new", "--policy", honest / "policy", "--all") == EXIT_GOOD
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{honest / 'new'}"
    assert [line.split()[:4] for line in lines[1:7]] == [
        ["L03", "PASS", "通过", "条目格式与类型"],
        ["L05", "PASS", "通过", "检查点与签名"],
        ["L08", "PASS", "通过", "哈希分片与条目"],
        ["L09", "PASS", "通过", "见证"],
        ["L10", "PASS", "通过", "引用与先后"],
        ["L13", "PASS", "通过", "公开内容不泄密"],
    ]
    assert lines[8] == "通过 6 项，不符 0 项，未查 0 项。"
    assert lines[9].startswith("核对内容：日志 log.example.gov.cn/410928/rsj，300 条，树根 ")
    assert lines[9].endswith("逐条重放：300 条，15 种事项，1 个任务，1 次抽取。")
    assert lines[10:] == ["核验通过。"]


def test_a_bad_log_ends_with_what_to_do(place: Path, capsys: Screen) -> None:
    (place / "new/tile/0/000").write_bytes(bytes(8192))
    assert _run(place / "new", "--policy", place / "policy") == EXIT_BAD
    lines = capsys.readouterr().out.splitlines()
    assert "核验不通过：L08，不符之处见上。" in lines
    assert lines[-1].startswith("L08 所供文件被改动、缺少或没有拷全。请重新拷贝一次")


def test_checkpoints_inside_the_folder_are_used_unasked(county: Ledger, place: Path, capsys: Screen) -> None:
    """A mirror keeps every checkpoint it has seen below the log's own files."""
    ledgers.write(place / "new/checkpoints", {"252": county.checkpoint(252)})
    assert _run(place / "new", "--policy", place / "policy") == EXIT_GOOD
    assert "1 个较早的检查点都是它的前段" in capsys.readouterr().out
    fork = Ledger(bodies=[*county.bodies[:250], county.bodies[0]])
    ledgers.write(place / "new/checkpoints", {"251": fork.checkpoint()})
    assert _run(place / "new", "--policy", place / "policy") == EXIT_BAD
    assert "前 251 条已被改写" in capsys.readouterr().out


def test_json_holds_the_same_verdict_and_advice(honest: Path, capsys: Screen) -> None:
    assert _run(honest / "new", "--json") == EXIT_INCOMPLETE
    told = json.loads(capsys.readouterr().out)
    assert told["exit_code"] == EXIT_INCOMPLETE
    assert told["looked_at"].endswith("全部条目与哈希分片")
    assert [line.split()[0] for line in told["next"]] == ["L05", "L09"]


@pytest.mark.parametrize("letter", ["\x1b", "\u202e", "\u2028"])
def test_a_hostile_log_can_neither_steer_the_terminal_nor_add_lines(
    letter: str, tmp_path: Path, capsys: Screen
) -> None:
    ledger = ledgers.started()
    ledger.add(
        "params.changed",
        {"parameter": f"x{letter}核验通过。", "new": 1},
        actor=f"x\u2028{letter}" if letter > " " else "x",
    )
    ledger.serve(tmp_path / "log")
    assert _run(tmp_path / "log", "--vkey", LOG.key.vkey, "--all") == EXIT_BAD
    assert _run(tmp_path / "log", "--vkey", LOG.key.vkey, "--entry", 1) == EXIT_GOOD
    assert letter not in capsys.readouterr().out


# --------------------------------------------------------------------------------------------------------------- wrong use


@pytest.mark.parametrize(
    "options",
    [
        ["--all", "--entry", "1"],
        ["--entry", "-1"],
        ["--entry", "01"],
        ["--entry", "一"],
        ["--policy", "x", "--vkey", "y"],
        ["--record", "x"],
        ["--key", "x"],
        ["--no-log"],
        ["--log", "x"],
    ],
    ids=" ".join,
)
def test_options_that_do_not_go_together_leave_with_2(options: list[str], honest: Path) -> None:
    with pytest.raises(SystemExit) as left:
        _run(honest / "new", *options)
    assert left.value.code == EXIT_USAGE


@pytest.mark.parametrize("options", [["--all"], ["--entry", "0"], ["--leaf", "x"], ["--opening", "x"]], ids=" ".join)
def test_options_of_a_log_are_refused_with_a_record(options: list[str], tmp_path: Path, capsys: Screen) -> None:
    (tmp_path / "record.json").write_bytes(specimens.records()["sealed-public"].raw)
    with pytest.raises(SystemExit) as left:
        _run(tmp_path / "record.json", *options)
    assert left.value.code == EXIT_USAGE
    assert "不适用于抽取记录" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--policy", "nowhere"], "不能读取文件"),
        (["--policy", "."], "不能读取文件"),
        (["--policy", "bad"], "信任名单不能使用"),
        (["--policy", "long"], "多于"),
        (["--vkey", "nonsense"], "信任名单不能使用"),
        (["--vkey", UPPER.key.vkey], "这是见证人的"),
        (["--checkpoints", "nowhere"], "不能读取文件"),
        (["--proof", "nowhere"], "不能读取文件"),
        (["--proof", "bad", "--leaf", "nowhere"], "不能读取文件"),
        (["--proof", "bad", "--opening", "nowhere"], "不能读取文件"),
    ],
    ids=lambda each: " ".join(each)[:30] if isinstance(each, list) else "",
)
def test_files_that_cannot_be_used_are_wrong_usage(
    options: list[str], why: str, place: Path, capsys: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    ledgers.write(place, {"bad": b"log x\n", "long": b"#" * 1_000_001})
    assert _run("new", *options) == EXIT_USAGE
    shown = capsys.readouterr()
    assert why in shown.err
    assert shown.out == ""


def test_a_file_that_cannot_be_opened_is_no_receipt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    (tmp_path / "x.tlog-proof").write_bytes(b"")

    def locked(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", f"{self}")

    monkeypatch.setattr(Path, "open", locked)
    assert _run(tmp_path / "x.tlog-proof") == EXIT_USAGE
    assert "不能读取文件" in capsys.readouterr().err


def test_a_name_the_system_cannot_look_up_is_wrong_usage(honest: Path, capsys: Screen) -> None:
    endless = "x" * 5000
    assert _run(endless) == EXIT_USAGE
    assert _run("diff", endless, honest / "new") == EXIT_USAGE
    assert _run(honest / "new", "--checkpoints", endless) == EXIT_USAGE
    assert capsys.readouterr().err.count("不能读取文件") == 3


def test_a_folder_of_checkpoints_that_cannot_be_listed_is_wrong_usage(
    honest: Path, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    def locked(self: Path) -> None:
        raise PermissionError(13, "Permission denied", f"{self}")

    monkeypatch.setattr(Path, "iterdir", locked)
    assert _run(honest / "new", "--checkpoints", honest) == EXIT_USAGE
    assert "不能读取文件夹" in capsys.readouterr().err


# --------------------------------------------------------------------------------------------------------------------- diff


def test_an_older_export_is_a_prefix_of_the_newer(honest: Path, capsys: Screen) -> None:
    assert _run("diff", honest / "old", honest / "new", "--policy", honest / "policy") == EXIT_GOOD
    told = capsys.readouterr().out
    assert told.startswith(f"{honest / 'old'} → {honest / 'new'}\n")
    assert "旧的 257 条是新的 300 条的前段" in told
    assert "257 条逐条相同" in told


def test_a_checkpoint_alone_is_an_older_export(honest: Path, capsys: Screen) -> None:
    assert _run("diff", honest / "checkpoint", honest / "new", "--policy", honest / "policy", "--json") == EXIT_GOOD
    assert [each["id"] for each in json.loads(capsys.readouterr().out)["checks"]] == ["L05", "L06", "L09"]


def test_two_equal_exports_are_prefixes_of_each_other(honest: Path, capsys: Screen) -> None:
    assert _run("diff", honest / "new", honest / "new", "--policy", honest / "policy") == EXIT_GOOD
    assert "300 条逐条相同" in capsys.readouterr().out


def test_without_a_policy_the_comparison_is_made_and_the_signatures_are_not(honest: Path, capsys: Screen) -> None:
    assert _run("diff", honest / "old", honest / "new") == EXIT_INCOMPLETE
    assert "L06  PASS" in capsys.readouterr().out


def test_the_first_entry_that_differs_is_named(county: Ledger, place: Path, capsys: Screen) -> None:
    rewritten = Ledger(bodies=list(county.bodies))
    for number in (9, 77):
        rewritten.bodies[number] = rewritten.bodies[number].replace(b"section_head", b"deputy_head")
    shutil.rmtree(place / "new")
    rewritten.serve(place / "new")
    assert _run("diff", place / "old", place / "new", "--policy", place / "policy") == EXIT_BAD
    told = capsys.readouterr().out
    assert "L06  FAIL" in told
    assert "首个不同的是第 9 条（从 0 起）" in told
    assert "L08" not in told
    assert _run("diff", place / "checkpoint", place / "new", "--policy", place / "policy") == EXIT_BAD
    assert "首个不同" not in capsys.readouterr().out


def test_the_newer_given_as_the_older_is_a_rollback_without_a_differing_entry(honest: Path, capsys: Screen) -> None:
    assert _run("diff", honest / "new", honest / "old", "--policy", honest / "policy") == EXIT_BAD
    assert "日志从 300 条回退到 257 条；两份共有的条目逐条相同" in capsys.readouterr().out


def test_entries_that_cannot_be_read_leave_the_difference_unnamed(place: Path, capsys: Screen) -> None:
    (place / "new/tile/entries/000").unlink()
    assert _run("diff", place / "new", place / "old", "--policy", place / "policy") == EXIT_BAD
    assert "不能逐条比较：缺少文件 tile/entries/000" in capsys.readouterr().out


def _edited(place: Path, which: str, path: str) -> None:
    target = place / which / path
    target.write_bytes(target.read_bytes().replace(b"section_head", b"sectiom_head", 1))


@pytest.mark.parametrize(
    ("edits", "culprit"),
    [
        (["old"], "新的一份与其树根相符，另一份不符"),
        (["new"], "旧的一份与其树根相符，另一份不符"),
    ],
    ids=["old", "new"],
)
def test_an_entry_edited_after_its_checkpoint_tells_which_export_was_touched(
    edits: list[str], culprit: str, place: Path, capsys: Screen
) -> None:
    for which in edits:
        _edited(place, which, "tile/entries/000")
    assert _run("diff", place / "old", place / "new", "--policy", place / "policy") == EXIT_BAD
    told = capsys.readouterr().out
    assert "L06  PASS" in told
    assert f"第 1 条在两份中不同：{culprit}" in told


def test_an_entry_that_fits_neither_export_is_told(place: Path, capsys: Screen) -> None:
    _edited(place, "old", "tile/entries/000")
    target = place / "new/tile/entries/000"
    target.write_bytes(target.read_bytes().replace(b"section_head", b"sectiox_head", 1))
    assert _run("diff", place / "old", place / "new", "--policy", place / "policy") == EXIT_BAD
    assert "两份都与各自的树根不符" in capsys.readouterr().out


def test_two_exports_with_the_same_wrong_entry_do_not_lead_to_their_root(place: Path, capsys: Screen) -> None:
    for which in ("old", "new"):
        _edited(place, which, "tile/entries/000")
    assert _run("diff", place / "old", place / "new", "--policy", place / "policy") == EXIT_BAD
    assert "旧的一份的条目推不出它自己的树根" in capsys.readouterr().out


@pytest.mark.parametrize("which", ["old", "new"])
def test_an_export_without_its_entries_is_bad(which: str, place: Path, capsys: Screen) -> None:
    (place / which / "tile/entries/000").unlink()
    assert _run("diff", place / "old", place / "new", "--policy", place / "policy") == EXIT_BAD
    assert "L08  FAIL" in capsys.readouterr().out


def test_an_export_that_cannot_be_read_is_incomplete(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    opened = Path.open

    def locked(self: Path, *arguments: object, **options: object) -> object:
        if "entries" in self.parts:
            raise PermissionError(13, "Permission denied", f"{self}")
        return opened(self, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", locked)
    assert _run("diff", place / "old", place / "new", "--policy", place / "policy") == EXIT_INCOMPLETE
    assert "L08  SKIP" in capsys.readouterr().out


def test_tiles_of_the_newer_that_do_not_fit_leave_the_comparison_open(place: Path, capsys: Screen) -> None:
    (place / "new/tile/0/000").write_bytes(bytes(8192))
    assert _run("diff", place / "checkpoint", place / "new", "--policy", place / "policy") == EXIT_INCOMPLETE
    assert "L06  SKIP" in capsys.readouterr().out


def test_exports_of_two_logs_are_not_compared(place: Path, capsys: Screen) -> None:
    Ledger(log=ledgers.OTHER_LOG).serve(place / "other")
    assert _run("diff", place / "other", place / "new") == EXIT_BAD
    assert "旧的是日志 log.example.gov.cn/410928/scjgj" in capsys.readouterr().out


@pytest.mark.parametrize("which", ["old", "new"])
def test_an_export_without_checkpoint_cannot_be_compared(which: str, place: Path, capsys: Screen) -> None:
    (place / which / "checkpoint").unlink()
    assert _run("diff", place / "old", place / "new", "--policy", place / "policy") == EXIT_BAD
    told = capsys.readouterr().out
    assert "L05  FAIL" in told
    assert "L06  SKIP" in told


@pytest.mark.parametrize("old", ["nowhere", "ftp://x/y"])
def test_an_older_export_that_is_not_there_is_wrong_usage(old: str, honest: Path, capsys: Screen) -> None:
    assert _run("diff", old, honest / "new") == EXIT_USAGE
    assert capsys.readouterr().err


# ------------------------------------------------------------------------------------------------------------------ console


def _console(*arguments: object, **options: object) -> int:
    parser = Parser(prog="shuangsuiji ledger")
    add_parsers(parser.add_subparsers(dest="act", required=True), **options)  # type: ignore[arg-type]
    given = parser.parse_args([f"{argument}" for argument in arguments])
    code: int = given.run(given)
    return code


def test_the_console_runs_the_same_code(honest: Path, capsys: Screen) -> None:
    for arguments, alone in (
        (["verify", honest / "new", "--policy", honest / "policy", "--all"], None),
        (["verify", honest / "new", "--entry", 3], None),
        (["verify-diff", honest / "old", honest / "new", "--policy", honest / "policy"], "diff"),
    ):
        code, told = _console(*arguments), capsys.readouterr().out
        assert (_run(*([alone] if alone else []), *arguments[1:]), capsys.readouterr().out) == (code, told)


def test_the_console_without_a_source_goes_beside_the_database(capsys: Screen) -> None:
    asked = []
    assert _console("verify", "--all", beside_database=lambda options: asked.append(options.all) or 3) == 3  # type: ignore[func-returns-value]
    assert asked == [True]
    with pytest.raises(WrongUse, match="没有写明要核验的日志"):
        _console("verify")


def test_the_console_checks_a_receipt_offline(county: Ledger, place: Path, capsys: Screen) -> None:
    ledgers.write(place, {"p.tlog-proof": county.receipt(5), "p.leaf.json": county.bodies[5]})
    assert _console("verify", "--proof", place / "p.tlog-proof", "--policy", place / "policy") == EXIT_GOOD
    assert "L07  PASS" in capsys.readouterr().out


def test_the_console_speaks_chinese_about_wrong_use() -> None:
    with pytest.raises(WrongUse, match="应为条目序号"):
        _console("verify", "x", "--entry", "x")
