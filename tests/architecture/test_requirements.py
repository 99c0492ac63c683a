"""The locks: hashes for everything, no host name, nothing that is not used, and one list of runtime dependencies."""

import re
import tomllib

import pytest

from tests.architecture.repository import ROOT, python_files

REQUIREMENTS = ROOT / "requirements"
LOCKS = sorted(REQUIREMENTS.glob("*.txt"))
# How a distribution is used when its import name differs, or when it is called instead of imported.
USED_AS = {
    "aics-tlog": r"SHUANGSUIJI_OUTSIDE_CHECKER",
    "axe-playwright-python": r"axe_playwright_python",
    "argon2-cffi": r"Argon2PasswordHasher",
    "chinesecalendar": r"\bchinese_calendar\b",
    "django-csp": r"(from|import) csp\b",
    "django-environ": r"import environ\b",
    "django-htmx": r"django_htmx",
    "lucide": r'"lucide"',
    "django-js-lib-bootstrap5": r"js_lib_bootstrap5",
    "django-stubs": r"mypy_django_plugin",
    "gunicorn": r"gunicorn",
    "import-linter": r"\bimportlinter\b",
    "interrogate": r"\binterrogate\b",
    "pytest-cov": r"--cov\b",
    "pillow": r"\bPIL\b",
    "psycopg": r"import psycopg\b",
    "pytest-playwright": r"browser_type_launch_args",
    "pytest-django": r"DJANGO_SETTINGS_MODULE",
    "pytest-randomly": r"pytest-randomly",  # works by being installed
    "pytest-socket": r"--disable-socket",
    "pytest-xdist": r"pytest -n ",
    "python-calamine": r"\bpython_calamine\b",
    "python-stdnum": r"\bstdnum\b",
    "whitenoise": r"whitenoise\.",
    "uv": r"\buv pip compile\b",
}


def asked_for(source: str) -> list[str]:
    """The distributions an .in file names, without reasons and constraints."""
    lines = (REQUIREMENTS / source).read_text(encoding="utf-8").splitlines()
    words = [line.partition("#")[0].strip() for line in lines]
    return [word for word in words if word and not word.startswith("-")]


def bare(requirement: str) -> str:
    """The distribution alone: `django>=5.2,<5.3` → django, `psycopg[binary]` → psycopg."""
    return re.split(r"[\[<>=~!]", requirement)[0]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_host(lock: object) -> None:
    text = (REQUIREMENTS / getattr(lock, "name", "")).read_text(encoding="utf-8")
    assert "://" not in text
    assert "index-url" not in text
    assert "find-links" not in text


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_line_of_a_lock_is_pinned_with_a_hash(lock: object) -> None:
    text = (REQUIREMENTS / getattr(lock, "name", "")).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert lines
    for line in lines:
        assert re.match(r"[a-z0-9.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line), line


@pytest.mark.parametrize("source", ["base", "postgres", "dev", "lock", "outside"])
def test_a_lock_was_compiled_from_its_list(source: str) -> None:
    pinned = re.findall(r"^([a-z0-9.-]+)==", (REQUIREMENTS / f"{source}.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert {bare(each) for each in asked_for(f"{source}.in")} <= set(pinned)


def test_the_package_and_the_lock_ask_for_the_same_distributions() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert sorted(project["dependencies"]) == sorted(asked_for("base.in"))


def test_every_version_pinned_twice_is_the_same() -> None:
    pins: dict[str, set[str]] = {}
    for lock in LOCKS:
        for distribution, version in re.findall(
            r"^([a-z0-9.-]+)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE
        ):
            pins.setdefault(distribution, set()).add(version)
    assert {distribution: versions for distribution, versions in pins.items() if len(versions) > 1} == {}


@pytest.mark.parametrize("source", ["base.in", "postgres.in", "dev.in", "lock.in", "outside.in"])
def test_nothing_is_required_that_is_not_used(source: str) -> None:
    places = [
        *python_files(ROOT / "shuangsuiji"),
        *python_files(ROOT / "tests"),
        *python_files(ROOT / "bench"),
        ROOT / "Makefile",
        ROOT / "pyproject.toml",
        ROOT / "requirements" / source,
    ]
    here = [path.read_text(encoding="utf-8") for path in places if path.name != "test_requirements.py"]
    unused = []
    for distribution in map(bare, asked_for(source)):
        pattern = USED_AS.get(distribution, rf"(import|from|/|-m ) ?{re.escape(distribution)}\b")
        if not any(re.search(pattern, text) for text in here):
            unused.append(distribution)
    assert unused == []
