"""A form and a dict become the same bytes every time; user text is only ever text; what does not fit is refused by name."""

import copy
import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import IntegrityError

from shuangsuiji.foundation.evidence.entering import enter
from shuangsuiji.foundation.evidence.reading import original
from shuangsuiji.foundation.evidence.sweeping import sweep
from shuangsuiji.foundation.papers import fonts, forms
from shuangsuiji.foundation.papers.forms import FOLDER, FORMS, form_named
from shuangsuiji.foundation.papers.keeping import keep, shelve
from shuangsuiji.foundation.papers.models import PaperRecord
from shuangsuiji.foundation.papers.numbering import next_slip
from shuangsuiji.foundation.papers.qr import qr_svg
from shuangsuiji.foundation.papers.refusal import FontMissing, NumberTaken, PaperRefused
from shuangsuiji.foundation.papers.rendering import render_pdf
from tests.foundation.approvals.acts import act
from tests.foundation.papers.papers import ALL, CONFIRMATION, DRAW, LETTER

ADDRESS = "https://example.org/d/Ab3dEf6hJk8mNp0qRs2tUv"


def leaves(value):
    """Every text of a nested value."""
    if isinstance(value, dict):
        return [each for member in value.values() for each in leaves(member)]
    if isinstance(value, list):
        return [each for member in value for each in leaves(member)]
    return [value] if isinstance(value, str) else []


@pytest.mark.usefixtures("chinese_font")
@pytest.mark.parametrize("form", FORMS)
def test_the_same_data_at_the_same_time_give_the_same_bytes(form, at):
    first, again = (render_pdf(form, ALL[form], at=at, address=ADDRESS) for _ in range(2))
    assert first == again
    assert first.content.startswith(b"%PDF-1.7")
    assert (first.form, first.number, first.media_type) == (form, ALL[form]["number"], "application/pdf")


@pytest.mark.usefixtures("chinese_font")
def test_the_same_moment_in_another_zone_is_the_same_paper(at):
    china = at.astimezone(timezone(timedelta(hours=8)))
    assert render_pdf("letter", LETTER, at=at) == render_pdf("letter", LETTER, at=china)


@pytest.mark.usefixtures("chinese_font")
def test_another_time_makes_other_bytes_but_the_same_content(at):
    one, other = render_pdf("letter", LETTER, at=at), render_pdf("letter", LETTER, at=at + timedelta(days=1))
    assert one.digest != other.digest
    assert one.content_digest == other.content_digest


@pytest.mark.usefixtures("chinese_font")
@pytest.mark.parametrize("change", [{"day": "2026年3月20日"}, {"number": "濮县人社函〔2026〕18号"}])
def test_other_words_make_another_paper(change, at):
    one, other = render_pdf("letter", LETTER, at=at), render_pdf("letter", {**LETTER, **change}, at=at)
    assert one.digest != other.digest
    assert one.content_digest != other.content_digest


def written(value):
    """A text as it must be found on paper: without blanks, digests in groups of eight."""
    return re.sub(r"\s+", "", value)


@pytest.mark.parametrize("form", FORMS)
def test_everything_given_stands_on_the_paper_with_number_version_and_check_code(form, at, text_of):
    paper = render_pdf(form, ALL[form], at=at, address=ADDRESS)
    text = text_of(paper.content)
    log = ALL[form].get("log", {})
    wanted = [written(each) for each in leaves({**ALL[form], "log": []}) if each != "MISSING"]
    wanted += [f"{log[each]}"[:16] for each in log]
    assert [each for each in wanted if each not in text] == []
    assert paper.content_digest[:16] in text
    assert form == "letter" or paper.form_version in text


def test_an_unrevealed_contribution_is_called_so(at, text_of):
    assert "未揭示" in text_of(render_pdf("draw_record", DRAW, at=at).content)


def test_a_confirmation_without_changes_says_so(at, text_of):
    assert "没有变动" in text_of(render_pdf("confirmation_record", {**CONFIRMATION, "changes": []}, at=at).content)


def test_a_long_list_runs_over_pages_and_repeats_its_head(at, text_of):
    subjects = [{"name": f"第{n}户", "code": f"{n:018d}", "team": "第1组"} for n in range(200)]
    text = text_of(render_pdf("draw_record", {**DRAW, "subjects": subjects}, at=at).content)
    assert text.count("序号名称代码检查小组") >= 4
    assert "第199户" in text


HOSTILE = [
    '#panic("x")',
    '#read("/etc/passwd")',
    "$x^2$",
    "*粗* _斜_ `码`",
    "= 标题",
    "\\ #set text(size: 99pt)",
    '"); #eval("1+1")',
    "//注释 /* */",
    "<label> @ref",
    "濮阳<&>\"'",
    "𠮷㼆",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_user_text_is_set_as_it_is_and_never_read_as_markup(words, at, text_of):
    text = text_of(render_pdf("letter", {**LETTER, "to": words, "attachments": [words, words]}, at=at).content)
    assert text.count(written(words)) == 3


@pytest.mark.parametrize("mark", ["\u202e", "\u200b", "\x00", "\ufeff", "\u2066", "\x1b"])
def test_what_would_not_show_on_paper_is_shown_as_a_box(mark, at, text_of):
    assert "张□三：" in text_of(render_pdf("letter", {**LETTER, "to": f"张{mark}三"}, at=at).content)


def without(values, path):
    """The same data, one field taken away."""
    changed = copy.deepcopy(values)
    *road, last = path
    place = changed
    for step in road:
        place = place[step]
    del place[last]
    return changed


def required(form):
    """Every required place in the data of a form."""
    for key, shape, inner in forms._FIELD.findall(FORMS[form].fields):
        yield (key,)
        for each in inner.split():
            yield (key, 0, each) if shape.startswith("[") else (key, each)


@pytest.mark.parametrize(("form", "path"), [(form, path) for form in FORMS for path in required(form)])
def test_a_paper_without_a_field_it_needs_is_refused_by_its_name(form, path, at):
    name = path[0] if len(path) == 1 else f"{path[0]}.{path[1]}" if len(path) == 2 else f"{path[0]}[0].{path[2]}"
    with pytest.raises(PaperRefused) as caught:
        render_pdf(form, without(ALL[form], path), at=at)
    assert f"缺少内容或格式不对：{name}" in f"{caught.value}"


@pytest.mark.parametrize(
    ("change", "name"),
    [({"parts": "x"}, "parts"), ({"parts": ["x"]}, "parts[0].paragraphs"), ({"to": ["x"]}, "to"), ({"to": None}, "to")],
)
def test_a_field_of_the_wrong_shape_is_refused_by_its_name(change, name, at):
    with pytest.raises(PaperRefused, match=re.escape(name)):
        render_pdf("letter", {**LETTER, **change}, at=at)


def test_an_object_where_a_text_is_given_is_refused(at):
    with pytest.raises(PaperRefused, match=r"log\.origin"):
        render_pdf("draw_record", {**DRAW, "log": "x"}, at=at)


@pytest.mark.parametrize("value", [1.5, b"x", datetime(2026, 1, 1, tzinfo=UTC)])
def test_only_texts_and_whole_numbers_are_set(value, at):
    with pytest.raises(PaperRefused, match="只能是文字、整数"):
        render_pdf("letter", {**LETTER, "contact": value}, at=at)


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="时区"):
        render_pdf("letter", LETTER, at=datetime(2026, 11, 24, 9))  # noqa: DTZ001 - what the test is about


def test_an_unknown_form_is_refused(at):
    with pytest.raises(PaperRefused, match="letter、confirmation_record"):
        render_pdf("no_such", LETTER, at=at)


# ------------------------------------------------------------------------------------------------------ forms, files and fonts


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_each_form_names_its_articles_in_its_first_line(form):
    first = form.path.read_text(encoding="utf-8").partition("\n")[0]
    assert first.startswith("//")
    assert all(f"{each}" in first for each in form.provisions)


def test_every_file_is_a_form_or_shared_by_forms():
    assert {path.stem for path in FOLDER.glob("*.typ")} == {*FORMS, "_gongwen"}


def test_no_form_carries_a_number_of_the_rules_or_fetches_anything():
    for path in FOLDER.glob("*.typ"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\d+\s*个工作日|@preview|#read|http|eval\(", text), path.name


@pytest.fixture
def own_forms(tmp_path, monkeypatch):
    """A folder of forms in which a test may write."""
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "_gongwen.typ").write_text((FOLDER / "_gongwen.typ").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "letter.typ").write_text((FOLDER / "letter.typ").read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(forms, "FOLDER", folder)
    return folder


def test_a_change_of_form_or_look_is_a_new_version(own_forms):
    before = form_named("letter").version
    for name in ("letter.typ", "_gongwen.typ"):
        (own_forms / name).write_text((own_forms / name).read_text(encoding="utf-8") + "\n// x\n", encoding="utf-8")
        after = form_named("letter").version
        assert after != before
        before = after


@pytest.mark.usefixtures("chinese_font")
@pytest.mark.parametrize("body", ['#read("../secret")', '#import "@preview/x:1.0.0": *', "#panic()"])
def test_a_form_reaches_nothing_outside_its_folder_and_a_broken_one_is_told(body, own_forms, at):
    (own_forms.parent / "secret").write_text("geheim")
    (own_forms / "letter.typ").write_text(body, encoding="utf-8")
    with pytest.raises(PaperRefused, match="排版失败"):
        render_pdf("letter", LETTER, at=at)


@pytest.mark.usefixtures("chinese_font")
def test_what_typst_warns_of_is_not_swallowed(own_forms, at):
    (own_forms / "letter.typ").write_text(
        '#set document(title: "x")\n#set text(font: "No Such Font")\nx', encoding="utf-8"
    )
    with pytest.warns(UserWarning, match="no such font"):
        render_pdf("letter", LETTER, at=at)


@pytest.mark.usefixtures("chinese_font")
def test_the_paper_is_archivable_and_carries_its_chinese_font(at, objects_of):
    found = objects_of(render_pdf("letter", LETTER, at=at).content)
    assert b"pdfaid:part>2<" in found
    assert b"pdfaid:conformance>A<" in found
    assert re.search(rb"/BaseFont\s*/[A-Z]{6}\+\S*(?:CJK|Song|Fang|Noto\S*SC|SimSun)", found)


@pytest.mark.parametrize("missing", [["DejaVu Sans Mono"], ["FangSong", "SimSun"], []])
def test_without_a_chinese_font_no_paper_is_made_and_the_words_say_what_to_install(missing):
    with pytest.raises(FontMissing, match="fonts-noto-cjk"):
        fonts.chains(missing)


def test_the_system_check_says_the_same_and_nothing_where_all_is_well(monkeypatch):
    monkeypatch.setattr(fonts, "chains", lambda families: {})
    assert fonts.fault() == ""
    monkeypatch.undo()

    class Bare:
        def families(self):
            return ["DejaVu Sans Mono"]

    monkeypatch.setattr(fonts, "loaded", lambda folders: Bare())
    assert "fonts-noto-cjk" in fonts.fault()


def test_better_fonts_come_first(settings, tmp_path):
    found = fonts.chains(["Noto Sans CJK SC", "FangSong", "Noto Serif CJK SC"])
    assert found["fang"] == ["FangSong", "Noto Serif CJK SC", "Noto Sans CJK SC"]
    assert found["hei"][0] == "Noto Sans CJK SC"
    settings.SHUANGSUIJI_FONT_FOLDERS = [str(tmp_path)]
    assert fonts.folders() == (tmp_path,)


def test_a_code_says_its_address_and_nothing_has_none():
    svg = qr_svg(ADDRESS)
    assert svg.startswith("<svg")
    assert "<script" not in svg
    assert svg != qr_svg(ADDRESS + "x")
    assert qr_svg("") == ""


# ------------------------------------------------------------------------------------------------------ numbers and the shelf


@pytest.fixture
def shelf_folder(tmp_path, settings):
    settings.SHUANGSUIJI_FILES_FOLDER = tmp_path / "files"


def slip_for(**more):
    return next_slip(**{"form": "letter", "department": "rsj", "short_name": "濮县人社", "year": 2026, **more})


def made(slip, at):
    return render_pdf(
        slip.form, {**ALL[slip.form], "number": slip.number}, at=at, address=slip.address("https://e.example")
    )


def kept(actor, at, slip=None, **more):
    slip = slip or slip_for(**more)
    paper = made(slip, at)
    shelved = shelve(paper)
    with act(actor, at) as cmd:
        return keep(cmd, slip, paper, shelved)


@pytest.mark.django_db
@pytest.mark.usefixtures("chinese_font", "shelf_folder")
def test_numbers_run_without_a_gap_for_each_department_form_and_year(actor_for, at):
    numbers = [
        kept(actor_for(), at).number,
        kept(actor_for(), at).number,
        kept(actor_for(), at, year=2027).number,
        kept(actor_for(), at, department="scjgj", short_name="濮县市监").number,
        kept(actor_for(), at, form="draw_record").number,
        kept(actor_for(), at).number,
    ]
    assert numbers == [
        "濮县人社函〔2026〕1号",
        "濮县人社函〔2026〕2号",
        "濮县人社函〔2027〕1号",
        "濮县市监函〔2026〕1号",
        "濮县人社抽取〔2026〕1号",
        "濮县人社函〔2026〕3号",
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("chinese_font", "shelf_folder")
def test_a_kept_paper_lies_on_the_shelf_and_has_a_code_nobody_guesses(actor_for, at):
    record = kept(actor_for(), at)
    other = kept(actor_for(), at)
    assert original(record.file)[:5] == b"%PDF-"
    assert record.file.digest == record.digest
    assert record.file.kind == "PAPER"
    assert len(record.token) == 22
    assert record.token != other.token
    assert f"{record}" == record.number
    assert sweep(at=at).clean


@pytest.mark.django_db
@pytest.mark.usefixtures("chinese_font", "shelf_folder")
def test_where_two_papers_take_one_number_the_second_is_told_and_nothing_of_it_is_written(actor_for, at):
    first, second = slip_for(), slip_for()
    assert first.number == second.number
    kept(actor_for(), at, first)
    with pytest.raises(NumberTaken, match="重新生成"):
        kept(actor_for(), at, second)
    assert PaperRecord.objects.count() == 1
    assert kept(actor_for(), at).ordinal == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("chinese_font", "shelf_folder")
@pytest.mark.parametrize("mixed", ["slip", "paper", "file"])
def test_number_paper_and_file_must_be_of_one_piece(mixed, actor_for, at):
    slip = slip_for()
    paper = made(slip, at)
    shelved = shelve(paper)
    other = slip_for(year=2027)
    if mixed == "slip":
        slip = other
    elif mixed == "paper":
        paper = made(other, at)
    else:
        shelved = shelve(made(other, at))
    with pytest.raises(PaperRefused, match="不是同一份"), act(actor_for(), at) as cmd:
        keep(cmd, slip, paper, shelved)
    assert PaperRecord.objects.count() == 0


DATABASE_REFUSES = {
    "a second paper of one ordinal": {"number": "x", "token": "t" * 22},
    "a second paper of one number": {"ordinal": 9, "token": "t" * 22},
    "a code used before": {"ordinal": 9, "number": "x"},
    "a short code": {"ordinal": 9, "number": "x", "token": "t"},
    "a number before the first": {"ordinal": 0, "number": "x", "token": "t" * 22},
}


@pytest.mark.django_db
@pytest.mark.usefixtures("chinese_font", "shelf_folder")
@pytest.mark.parametrize("case", DATABASE_REFUSES)
def test_the_database_itself_refuses(case, actor_for, at):
    record = kept(actor_for(), at)
    changed = PaperRecord.objects.get()
    for name, value in DATABASE_REFUSES[case].items():
        setattr(changed, name, value)
    with pytest.raises(IntegrityError), act(actor_for(), at) as cmd:
        changed.pk = cmd.new_id()
        changed.save(force_insert=True)
    assert PaperRecord.objects.get() == record


@pytest.mark.django_db
@pytest.mark.usefixtures("chinese_font", "shelf_folder")
def test_a_paper_that_is_not_entered_is_an_orphan_on_the_shelf_and_takes_no_number(actor_for, at):
    slip = slip_for()
    shelved = shelve(made(slip, at))
    assert sweep(at=at + timedelta(days=30_000)).orphans == [shelved.digest]
    assert slip_for().number == slip.number
    with act(actor_for(), at) as cmd:
        enter(cmd, shelved)
    assert sweep(at=at + timedelta(days=30_000)).orphans == []
