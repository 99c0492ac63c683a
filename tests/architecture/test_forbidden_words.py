"""Words that have cost other projects dearly, refused wherever they would do harm. Each has a bad example that must be found."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.repository import PACKAGE, ROOT, name, python_files, texts


@dataclass(frozen=True, slots=True)
class Ban:
    """A pattern, why it is refused, an example it must find, and files or folders that use it on purpose."""

    pattern: str
    why: str
    example: str
    except_in: tuple[str, ...] = ()

    def applies_to(self, path: Path) -> bool:
        """Whether a file is not one of the exceptions."""
        return not name(path).startswith(self.except_in)


_LEDGER = "shuangsuiji/foundation/ledger/"
IN_CODE = (
    Ban(r"order_by\(\s*[\"']\?[\"']", "a draw nobody can repeat", 'subjects.order_by("?")'),
    Ban(r"\.update\(\s*status\s*=", "a status is changed by move() only", "tasks.update(status=DRAWN)"),
    Ban(r"\.raw\(", "SQL beside the ORM", 'Task.objects.raw("SELECT 1")'),
    Ban(r"\.extra\(", "SQL inside the ORM", 'tasks.extra(where=["1=1"])'),
    Ban(r"\bmark_safe\b", "text that is not escaped", "mark_safe(name)"),
    Ban(r"^\s*(import random\b|from random import)", "every draw is SSJ-DRAW/1", "import random"),
    Ban(r"\bnumpy\b|\bRANDOM\(\)", "a generator outside the protocol", "import numpy"),
    Ban(r"\b(TODO|FIXME|XXX)\b", "an open end without an issue or a decision", "# TODO later"),
    Ban(r"pragma:\s*no\s*(cover|branch)", "what is not tested is not written", "# pragma: no cover"),
    Ban(r"^\s*except\s*:", "an error nobody sees", "except:"),
    Ban(
        r"\bLogEvent(\.objects\.(bulk_)?create)?\(",
        "only ledger.command() writes events",
        "LogEvent.objects.create(seq=1)",
        (f"{_LEDGER}command.py", f"{_LEDGER}models.py", f"{_LEDGER}recovering.py"),
    ),
    Ban(r"\b_base_manager\b", "writes that no command knows of", "Task._base_manager.update(n=1)", (_LEDGER, "tests/")),
    Ban(
        r"\b(pre|post)_(save|delete|init)\b|\bm2m_changed\b|@receiver\b",
        "an act that nobody sees happen",
        "post_save.connect(notify)",
    ),
)

# Built from pieces, so that this file does not contain what it forbids.
MACHINE_PATHS = "|".join(["/" + folder + "/" for folder in ("work/main", "work/shared", "root/.", "home/[a-z]")])
REGISTRIES = "|".join(
    word.replace("_", r"\.") for word in ("pypi_org", "pythonhosted_org", "mirrors_", "npmjs_", "tuna_tsinghua")
)
IN_EVERYTHING = (
    Ban(MACHINE_PATHS, "a path of one machine", "/" + "work/main/x"),
    Ban(REGISTRIES, "the name of a package registry", "files." + "pythonhosted" + ".org"),
    Ban(
        r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff]",
        "an invisible character",
        "濮阳\u200b县",
        ("tests/vectors/",),  # known answers for identifiers as they really arrive
    ),
)

# A shelf is named for what it holds; these names hold anything.
NAMELESS = frozenset(
    {"base", "common", "helper", "helpers", "manager", "misc", "new", "shared", "tmp", "util", "utils"}
)
PERMITTED_NAMES = frozenset({"shuangsuiji/web/project/settings/base.py"})


@pytest.mark.parametrize("ban", IN_CODE + IN_EVERYTHING, ids=lambda ban: ban.why)
def test_the_pattern_finds_its_example(ban: Ban) -> None:
    assert re.search(ban.pattern, ban.example, re.MULTILINE)


@pytest.mark.parametrize("ban", IN_CODE, ids=lambda ban: ban.why)
def test_the_code_has_none_of_it(ban: Ban) -> None:
    found = [
        f"{name(path)}: {match.group()}"
        for path in python_files()
        if ban.applies_to(path)
        for match in re.finditer(ban.pattern, path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert found == []


@pytest.mark.parametrize("ban", IN_EVERYTHING, ids=lambda ban: ban.why)
def test_no_file_has_any_of_it(ban: Ban) -> None:
    found = [
        f"{name(path)}: {match.group()!r}"
        for path, text in texts()
        if ban.applies_to(path)
        for match in re.finditer(ban.pattern, text)
    ]
    assert found == []


def test_no_module_has_a_name_that_holds_anything() -> None:
    modules = [path.relative_to(ROOT) for path in python_files()]
    found = [
        path.as_posix()
        for path in modules
        if NAMELESS & {*path.parts[:-1], path.stem} and path.as_posix() not in PERMITTED_NAMES
    ]
    assert found == []


def test_every_module_opens_with_a_docstring() -> None:
    silent = [
        name(path)
        for path in python_files(PACKAGE)
        # Migrations are written by Django.
        if "migrations" not in path.parts and not path.read_text(encoding="utf-8").lstrip().startswith('"""')
    ]
    assert silent == []
