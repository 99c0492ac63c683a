"""How the console tells an office that its act was refused."""

import json

import pytest

from shuangsuiji.web.console.words import Printer


def test_every_sentence_stands_on_a_line_and_the_last_says_nothing_changed(capsys: pytest.CaptureFixture[str]) -> None:
    Printer().decline("缺少理由\n缺少附件", "请补齐")
    told = capsys.readouterr()
    assert told.err.splitlines() == ["缺少理由", "缺少附件", "请补齐", "未作任何改动。"]
    assert told.out == ""


def test_a_strangers_text_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    Printer().decline("甲\x1b[31m公司")
    assert "\x1b[31m公司" not in capsys.readouterr().err


def test_a_program_reads_one_object_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    Printer(as_json=True).decline("缺少理由\n缺少附件")
    told = capsys.readouterr()
    assert json.loads(told.out) == {"refused": ["缺少理由", "缺少附件"]}
    assert told.err == ""
