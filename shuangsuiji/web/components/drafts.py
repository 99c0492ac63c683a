"""What somebody had filled in, shown again when the act could not be done: nothing is typed twice.

Source: 50-ledger §3.6 (the draft is kept); 70-interface §5 (nobody's text is lost). Never: a password or a code.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest

_OURS = frozenset({"csrfmiddlewaretoken", "version"})
_SECRET = ("password", "passwd", "code", "token", "secret", "otp")
KEY_FIELD = "idempotency_key"


@dataclass(frozen=True, slots=True)
class Draft:
    """The posted fields in order. `is_whole`: sending them again is the same act (no secret, no file among them).

    `labels`: field → its Chinese label, where the view left them in `request.field_labels` before it acted.
    """

    address: str
    fields: tuple[tuple[str, str], ...]
    version: str
    key: str
    is_whole: bool
    labels: Mapping[str, str] = field(default_factory=dict)

    def without(self, names: Collection[str]) -> tuple[tuple[str, str], ...]:
        """The fields but those, to be sent along as they are."""
        return tuple(each for each in self.fields if each[0] not in names)

    @property
    def shown(self) -> tuple[tuple[str, str], ...]:
        """Label and value of the fields with something in them; an English name is never shown."""
        filled = [(name, value) for name, value in self.fields if value.strip()]
        return tuple((self.labels.get(name, f"第 {n} 项"), value) for n, (name, value) in enumerate(filled, start=1))


def draft_of(request: HttpRequest) -> Draft | None:
    """The draft of a POST; None for any other request."""
    if request.method != "POST":
        return None
    posted = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    fields = tuple(each for each in posted if each[0] not in _OURS and each[0] != KEY_FIELD and not _is_secret(each[0]))
    return Draft(
        address=request.path,
        fields=fields,
        version=request.POST.get("version", ""),
        key=request.POST.get(KEY_FIELD, ""),
        labels=getattr(request, "field_labels", {}),
        is_whole=not request.FILES and not any(_is_secret(name) for name, _ in posted),
    )


def _is_secret(name: str) -> bool:
    return name not in _OURS and any(word in name.lower() for word in _SECRET)
