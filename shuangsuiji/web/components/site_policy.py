"""The policy of this site: the file that the settings name, read once per process, and the records its rows ask about."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from shuangsuiji.web.components.policy import Policy, PolicyRow, load_policy

RecordOf = Callable[..., Any]


def site_policy() -> Policy:
    """The policy in force."""
    return _read(Path(settings.SHUANGSUIJI_ACCESS_POLICY))


def record_for(row: PolicyRow, request: HttpRequest, arguments: dict[str, Any]) -> Any:
    """The record a row speaks of, as its function finds it for this request; None where there is none, or not for this caller."""
    find: RecordOf = import_string(row.record)
    return find(request, **arguments)


@cache
def _read(path: Path) -> Policy:
    return load_policy(path.read_text(encoding="utf-8"))
