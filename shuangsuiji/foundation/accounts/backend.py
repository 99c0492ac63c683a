"""How Django finds the account of a session. It opens nothing by itself: log-in is `signing_in`'s, with its counting.

Source: 80-reliability E7 (a disabled account is dead at the next request), E11.
"""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from shuangsuiji.foundation.accounts.models import Account


class SessionBackend(BaseBackend):
    """Finds, never authenticates."""

    def get_user(self, user_id: Any) -> Account | None:
        """The account with person, key and department; None when it is disabled. One query."""
        found: Account | None = (
            Account.objects.filter(pk=user_id, disabled_at__isnull=True)
            .select_related("person__key", "person__department")
            .first()
        )
        return found
