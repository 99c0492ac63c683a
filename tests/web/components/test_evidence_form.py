"""Forms that take files: taken in once all else is right, refused at their field."""

from pathlib import Path

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from shuangsuiji.foundation.evidence.kinds import MOST_FILES, Kind
from shuangsuiji.web.components.evidence_form import EvidenceField, EvidenceForm, FilesField
from tests.foundation.evidence.files import pdf


class Paper(EvidenceForm):
    """A number, a scan, more files."""

    number = forms.CharField(label="文号", max_length=10)
    scan = EvidenceField(Kind.SCAN, label="扫描件", required=False, text="；签过字的。")
    more = FilesField(Kind.DOCUMENT, label="附件")


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, settings: object) -> Path:
    settings.SHUANGSUIJI_FILES_FOLDER = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def filled(number: str = "1", scan: bytes | None = b"", more: "list[bytes] | None" = None) -> Paper:
    files: MultiValueDict[str, SimpleUploadedFile] = MultiValueDict()
    for name, given in (("scan", [pdf() if scan == b"" else scan]), ("more", more or [])):
        files.setlist(name, [SimpleUploadedFile("名.pdf", each) for each in given if each is not None])
    return Paper({"number": number}, files)


def kept(shelf: Path) -> list[Path]:
    return [each for each in shelf.rglob("*") if each.is_file()]


def test_the_files_are_taken_in_and_given_as_they_arrived(shelf: Path) -> None:
    form = filled(more=[pdf(), pdf()])
    assert form.is_valid()
    assert form.cleaned_data["scan"].media_type == "application/pdf"
    assert [each.kind for each in form.cleaned_data["more"]] == [Kind.DOCUMENT, Kind.DOCUMENT]
    assert kept(shelf)


def test_nothing_chosen_is_nothing_taken_in(shelf: Path) -> None:
    form = filled(scan=None)
    assert form.is_valid()
    assert (form.cleaned_data["scan"], form.cleaned_data["more"], kept(shelf)) == (None, [], [])


def test_a_file_of_no_accepted_kind_is_told_at_its_field() -> None:
    form = filled(scan=b"MZ\x90\x00")
    assert not form.is_valid()
    assert list(form.errors) == ["scan"]
    assert "PDF 或 JPEG、PNG 图片" in form.errors["scan"][0]


def test_too_many_files_are_told_at_their_field() -> None:
    form = filled(more=[pdf()] * (MOST_FILES + 1))
    assert not form.is_valid()
    assert list(form.errors) == ["more"]


def test_nothing_is_put_on_the_shelf_for_a_form_that_is_wrong_elsewhere(shelf: Path) -> None:
    form = filled(number="")
    assert not form.is_valid()
    assert (list(form.errors), kept(shelf)) == (["number"], [])


def test_a_form_that_is_only_shown_takes_nothing_in(shelf: Path) -> None:
    form = Paper()
    assert (form.is_valid(), kept(shelf)) == (False, [])


def test_what_is_accepted_is_said_below_the_field() -> None:
    form = Paper()
    assert form.fields["scan"].help_text == "PDF 或 JPEG、PNG 图片；签过字的。"
