"""A form's field for several files at once, each optional.

Source: 80-reliability D (a person cannot look through more files at once than `MOST_FILES`). Never: a file's name.
"""

from typing import Any

from django import forms

from shuangsuiji.foundation.evidence.kinds import RULES, Kind
from shuangsuiji.foundation.evidence.receiving import Received, receive, require_count


class FilesInput(forms.FileInput):
    """An input that takes several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files of one kind; `cleaned_data` has a list of them, empty where none was chosen."""

    widget = FilesInput

    def __init__(self, kind: Kind, **options: Any) -> None:
        """`kind` says what is accepted."""
        self.kind = kind
        options.setdefault("help_text", f"{RULES[kind].accepted}，可不附，可同时选多个。")
        super().__init__(required=False, **options)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each file by itself."""
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(each, initial) for each in given if each]

    def received(self, files: list[Any]) -> list[Received]:
        """Take them in. Raises UploadRefused for one that is not of the kind, or for too many."""
        require_count(len(files))
        return [receive(each, self.kind) for each in files]
