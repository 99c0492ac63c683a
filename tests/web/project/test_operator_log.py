"""What the operator reads about a fault: enough to find it, nobody's data."""

import json
import logging
from types import SimpleNamespace, TracebackType
from typing import Any

import pytest
from django.db import IntegrityError

from shuangsuiji.web.project.operator_log import LOGGING, ServerFaultsOnly, _formatter


def told(error: Exception | None = None, **more: Any) -> dict[str, Any]:
    """The line for an event, read back."""
    record = logging.LogRecord(
        "django.request", logging.ERROR, __file__, 1, "Internal Server Error: %s", ("/q/t0ken/",), None
    )
    record.__dict__.update(more)
    if error is not None:
        record.exc_info = raised(error)
    line = _formatter().format(record)
    assert "\n" not in line
    found: dict[str, Any] = json.loads(line)
    return found


def raised(error: Exception) -> tuple[type[BaseException], BaseException, TracebackType | None]:
    """The error with the places it came through."""
    with pytest.raises(type(error)) as caught:
        fail(error)
    return type(error), error, caught.tb


def fail(error: Exception) -> None:
    raise error


def record_of(status: int, view: str | None) -> logging.LogRecord:
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "%s: %s", ("Reason", "/q/t0ken/"), None)
    record.status_code = status
    record.request = SimpleNamespace(resolver_match=SimpleNamespace(view_name=view) if view else None)
    return record


def test_an_error_is_one_line_with_its_kind_message_and_places() -> None:
    line = told(ValueError("分母为零"))
    assert (line["error"], line["message"], line["level"]) == ("ValueError", "分母为零", "error")
    assert line["at"][-1].endswith(" fail")
    assert line["time"].endswith("Z")


def test_the_message_of_a_database_error_stays_out() -> None:
    assert "message" not in told(IntegrityError("Key (phone)=(13900000000) already exists"))


def test_so_does_that_of_an_error_it_caused() -> None:
    error = ValueError("row 13900000000")
    error.__cause__ = IntegrityError()
    assert "13900000000" not in json.dumps(told(error))


def test_a_line_without_an_error_is_only_its_text() -> None:
    assert "error" not in told()


def test_an_exception_given_as_true_is_the_one_being_handled() -> None:
    from shuangsuiji.web.project.operator_log import tell_exception

    try:
        fail(KeyError("x"))
    except KeyError:
        assert tell_exception(None, "", {"exc_info": True})["error"] == "KeyError"
    assert tell_exception(None, "", {"exc_info": ValueError("y")})["error"] == "ValueError"


@pytest.mark.parametrize(("view", "shown"), [("stage:page", "503 stage:page"), (None, "503 -")])
def test_a_fault_names_the_page_and_not_the_path(view: str | None, shown: str) -> None:
    record = record_of(503, view)
    assert ServerFaultsOnly().filter(record)
    assert record.getMessage() == shown


@pytest.mark.parametrize("status", [400, 403, 404, 429])
def test_refusals_are_not_the_operator_s_business(status: int) -> None:
    assert not ServerFaultsOnly().filter(record_of(status, "stage:page"))


def test_the_setting_is_one_that_python_accepts() -> None:
    from logging.config import DictConfigurator

    assert DictConfigurator(LOGGING).configure_formatter(dict(LOGGING["formatters"]["json"]))
