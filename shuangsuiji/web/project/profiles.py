"""The two security profiles: `djbh3` after the usual reading of 等保三级, `modern` after ASVS 5.0. "Designed to", never "certified".

Source: 00-decisions (security profile); 80-reliability §4 and E11. `djbh3` departs from ASVS 5.0 on purpose: classes of characters
(§6.2.5 has none) and a new password every 90 days (§6.2.10 has none); whoever prefers ASVS sets `SHUANGSUIJI_PROFILE=modern`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import Any

_PASSWORDS = "django.contrib.auth.password_validation"


@dataclass(frozen=True, slots=True)
class Profile:
    """What a profile asks of passwords and sessions. `max_password_age` None: a password does not grow old."""

    name: str
    label: str
    min_password_length: int
    min_character_classes: int
    password_history: int
    max_password_age: timedelta | None
    idle_timeout: timedelta = timedelta(minutes=15)
    absolute_timeout: timedelta = timedelta(hours=12)
    failures_before_lock: int = 5
    failure_window: timedelta = timedelta(minutes=15)
    lock_duration: timedelta = timedelta(minutes=30)
    failures_before_slowing_address: int = 20
    dormant_after: timedelta = timedelta(days=90)
    reauthentication: timedelta = timedelta(minutes=5)
    password_validators: list[dict[str, Any]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "password_validators", _validators(self))


def _validators(profile: Profile) -> list[dict[str, Any]]:
    return [
        {"NAME": f"{_PASSWORDS}.CommonPasswordValidator"},
        {"NAME": f"{_PASSWORDS}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("username",)}},
        {
            "NAME": "shuangsuiji.foundation.accounts.passwords.PasswordRules",
            "OPTIONS": {
                "min_length": profile.min_password_length,
                "min_classes": profile.min_character_classes,
                "history": profile.password_history,
            },
        },
    ]


PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        "djbh3": Profile("djbh3", "等保三级式", 12, 3, 5, timedelta(days=90)),
        "modern": Profile("modern", "ASVS 5.0 式", 12, 0, 0, None),
    }
)
