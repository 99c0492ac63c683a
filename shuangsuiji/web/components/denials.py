"""Every refusal leaves a line in the access log, in a transaction of its own, and nothing in the ledger.

Source: 20-house §10; 50-ledger §11; 80-reliability E2.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import HttpRequest

from shuangsuiji.foundation.ledger.models import AuditEntry
from shuangsuiji.web.components.caller import account_of, address_of
from shuangsuiji.web.components.clock import now

DENIED = "denied"


def note_denied(request: HttpRequest, *, reason: str, detail: Mapping[str, Any] | None = None) -> None:
    """Write the line: who, which page, by which method, why."""
    match = request.resolver_match
    with transaction.atomic():
        AuditEntry.objects.create(
            at=now(request),
            actor=account_of(request),
            action=DENIED,
            object=match.view_name if match else "",
            detail={"method": request.method, "reason": reason, **(detail or {})},
            ip=address_of(request),
        )
