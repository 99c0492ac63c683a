"""Forms that take files: once everything else on the form is right, each file is taken in, and one that cannot be is said at its field.

Source: 80-reliability D (a person cannot look through more files at once than `MOST_FILES`); 70-interface §5 (nothing typed is lost).
Never: a file's name.
"""

from typing import Any

from django import forms

from shuangsuiji.foundation.evidence.kinds import RULES, Kind
from shuangsuiji.foundation.evidence.receiving import Received, receive, require_count
from shuangsuiji.foundation.evidence.refusal import UploadRefused


class EvidenceField(forms.FileField):
    """One file of a kind. In an `EvidenceForm`, `cleaned_data` has a `Received`, or None where none was chosen."""

    def __init__(self, kind: Kind, *, text: str = "", **options: Any) -> None:
        """`kind` says what is accepted; `text` is added to that."""
        self.kind = kind
        super().__init__(help_text=f"{RULES[kind].accepted}{text or '。'}", **options)

    def received(self, file: Any) -> Received | None:
        """Take it in. Raises UploadRefused."""
        return receive(file, self.kind) if file else None


class FilesInput(forms.FileInput):
    """An input that takes several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files of one kind, each optional. In an `EvidenceForm`, `cleaned_data` has a list of `Received`, empty where none was chosen."""

    widget = FilesInput

    def __init__(self, kind: Kind, **options: Any) -> None:
        """`kind` says what is accepted."""
        self.kind = kind
        super().__init__(required=False, help_text=f"{RULES[kind].accepted}，可不附，可同时选多个。", **options)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each file by itself."""
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(each, initial) for each in given if each]

    def received(self, files: list[Any]) -> list[Received]:
        """Take them in. Raises UploadRefused for one that is not of the kind, or for too many."""
        require_count(len(files))
        return [receive(each, self.kind) for each in files]


class EvidenceForm(forms.Form):
    """A form with such fields. Nothing is put on the shelf for a form that is wrong elsewhere."""

    def full_clean(self) -> None:
        """As always; then the files."""
        super().full_clean()
        for name, field in self.fields.items():
            if isinstance(field, EvidenceField | FilesField) and self.is_bound and not self.errors:
                try:
                    self.cleaned_data[name] = field.received(self.cleaned_data[name])
                except UploadRefused as error:
                    self.add_error(name, f"{error}")
