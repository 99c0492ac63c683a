"""What the operator reads: one line of JSON per event on standard error, without personal values.

Source: 80-reliability E4 (logs carry nobody's data), H1. An error names the page by its URL name, never by its path, which may
hold a token; of a database error the message is left out, because it repeats the values of the row.
Gives: the LOGGING setting. Refusals (4xx) are not here: they are lines of the access log in the database.
"""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from http import HTTPStatus
from typing import Any

import structlog
from django.db import Error as DatabaseError

Event = MutableMapping[str, Any]


class ServerFaultsOnly(logging.Filter):
    """Lets Django's lines about 5xx answers pass, with the page's name in place of its path."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to write the line."""
        status = getattr(record, "status_code", HTTPStatus.INTERNAL_SERVER_ERROR)
        if status < HTTPStatus.INTERNAL_SERVER_ERROR:
            return False
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        record.msg, record.args = "%s %s", (status, match.view_name if match else "-")
        return True


def tell_exception(_logger: object, _method: str, event: Event) -> Event:
    """Kind, message and places of an exception; the message of a database error stays out."""
    found = event.pop("exc_info", None)
    error = sys.exc_info()[1] if found is True else found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        if not _quotes_rows(error):
            event["message"] = str(error)
        event["at"] = [
            f"{each.filename}:{each.lineno} {each.name}" for each in traceback.extract_tb(error.__traceback__)
        ]
    return event


def _quotes_rows(error: BaseException | None) -> bool:
    """Whether this error, or one it came from, was the database's."""
    while error is not None:
        if isinstance(error, DatabaseError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _formatter() -> structlog.stdlib.ProcessorFormatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            tell_exception,
            structlog.processors.JSONRenderer(ensure_ascii=False, sort_keys=True),
        ],
    )


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"server_faults_only": {"()": ServerFaultsOnly}},
    "formatters": {"json": {"()": _formatter}},
    "handlers": {
        "operator": {"class": "logging.StreamHandler", "formatter": "json"},
        "operator_faults": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "filters": ["server_faults_only"],
        },
    },
    "root": {"handlers": ["operator"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"handlers": ["operator_faults"], "level": "ERROR", "propagate": False},
        # Refused hosts and the like; the request's own words are in the message.
        "django.security": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
