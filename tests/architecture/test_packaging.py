"""What is installed is what runs: every file beside the code is declared as package data, and versions agree."""

import tomllib
from pathlib import Path

import shuangsuiji
from tests.architecture.repository import PACKAGE, ROOT, files, name

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def declared() -> set[Path]:
    """Files that the package-data patterns match."""
    patterns = PROJECT["tool"]["setuptools"]["package-data"]
    folders = {package: ROOT / package.replace(".", "/") for package in patterns}
    return {
        path
        for package, globs in patterns.items()
        for glob in globs
        for path in folders[package].glob(glob)
        if path.is_file()
    }


def test_every_file_beside_the_code_is_package_data() -> None:
    beside = {path for path in files(below=PACKAGE) if path.suffix != ".py"}
    assert sorted(name(path) for path in beside - declared()) == []


def test_the_changelog_opens_with_the_version_of_the_package() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert text.partition("\n## ")[2].startswith(f"{shuangsuiji.__version__} ")


def test_the_command_is_the_one_the_makefile_writes() -> None:
    module, _, function = PROJECT["project"]["scripts"]["shuangsuiji"].partition(":")
    assert f"from {module} import {function}" in (ROOT / "Makefile").read_text(encoding="utf-8")
