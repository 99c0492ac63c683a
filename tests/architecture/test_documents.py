"""Documents cannot drift: links lead somewhere, outputs are what commands print, settings and contracts are all told."""

import re
from pathlib import Path

import pytest

from tests.architecture.links import all_dead_links, dead_links
from tests.architecture.output_blocks import BLOCK, output_of, pages_with_blocks
from tests.architecture.repository import PACKAGE, ROOT, name, texts

SETTING = re.compile(r"\bSHUANGSUIJI_[A-Z_]+\b")
BLOCKS = [
    pytest.param(path, found["command"], found["output"], id=f"{name(path)}: {found['command']}")
    for path in pages_with_blocks()
    for found in BLOCK.finditer(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("[页](there.md)", []),
        ("[页](there.md#第一部分)", []),
        ("[页](#本页)\n\n# 本页\n", []),
        ("[网](https://example.org/x)", []),
        ("```\n[页](nowhere.md)\n```\n", []),
        ("[页](nowhere.md)", ["nowhere.md"]),
        ("![图](nowhere.png)", ["nowhere.png"]),
        ("[页](there.md#第二部分)", ["there.md#第二部分"]),
        ("[页](#别处)", ["#别处"]),
    ],
)
def test_a_dead_link_is_found_and_a_live_one_is_not(tmp_path: Path, text: str, dead: list[str]) -> None:
    (tmp_path / "there.md").write_text("# 第一部分\n", encoding="utf-8")
    assert list(dead_links(text, tmp_path)) == dead


def test_no_document_has_a_dead_link() -> None:
    assert all_dead_links() == []


@pytest.mark.parametrize(("path", "command", "output"), BLOCKS)
def test_a_block_of_output_is_what_the_command_prints(path: Path, command: str, output: str) -> None:
    assert output_of(command) == output, f"{name(path)} is stale: make articles"


def test_the_readme_has_blocks_of_output() -> None:
    assert {name(path) for path in pages_with_blocks()} >= {"README.md", "ARCHITECTURE.md"}


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    documented = set(SETTING.findall((ROOT / "docs" / "settings.md").read_text(encoding="utf-8")))
    used = {
        setting
        for folder in (PACKAGE, ROOT / "tests")
        for path, text in texts(below=folder)
        if path.suffix in {".py", ".js", ".mjs"}
        for setting in SETTING.findall(text)
    } | set(SETTING.findall((ROOT / ".ci" / "postgres").read_text(encoding="utf-8")))
    assert documented == used


def test_the_first_screen_of_the_readme_has_both_commands_and_an_english_paragraph() -> None:
    screen = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:40]
    text = "\n".join(screen)
    assert "make demo" in text
    assert "make test" in text
    english = text.partition("*In English.*")[2].partition("\n\n")[0]
    assert len(re.findall(r"[A-Za-z]+", english)) >= 60


def test_the_changelog_names_articles_and_day_of_effect_for_every_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    entries = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    assert entries
    for entry in entries:
        assert "涉及条款" in entry
        assert "生效日期" in entry


def test_every_decision_record_weighs_options_with_their_disadvantages() -> None:
    records = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert len(records) >= 13
    for record in records:
        text = record.read_text(encoding="utf-8")
        assert all(part in text for part in ("## 背景", "## 选项", "## 决定", "## 代价")), record.name
        assert f"]({record.name})" in (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8"), record.name
