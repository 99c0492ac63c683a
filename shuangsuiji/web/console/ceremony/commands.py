"""`shuangsuiji draw …`: what each command does, thin: read what was given, one act, print.

Source: SSJ-DRAW/1 §5 through `acts` and `afterwards`; 第十条, 第十二条, 第十四条, 第十五条.
"""

import io
import sys
from argparse import Namespace
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from shuangsuiji.core.draw.ceremony import STATE_LABELS
from shuangsuiji.core.draw.freeze import InspectorEntry, SubjectEntry
from shuangsuiji.core.draw.grammar import REHEARSAL, parse_time
from shuangsuiji.core.draw.plan import Plan, draws_teams, libraries_of
from shuangsuiji.core.draw.record import write_document
from shuangsuiji.core.identifiers import IdentifierError, ingest_certificate, ingest_reg_no, ingest_uscc, is_subject_id
from shuangsuiji.core.rules.repeats import TaskType
from shuangsuiji.verify.__main__ import main as verify_main
from shuangsuiji.verify.verdict import EXIT_USAGE
from shuangsuiji.web.console.ceremony import acts, afterwards, show
from shuangsuiji.web.console.ceremony.files import refused
from shuangsuiji.web.console.ceremony.folder import PLAN, DrawFolder
from shuangsuiji.web.console.ceremony.next_step import next_step
from shuangsuiji.web.console.ceremony.received import (
    Received,
    list_from_above,
    new_key,
    refuse_drawing_again,
    subjects_of,
)
from shuangsuiji.web.console.ceremony.rosters import (
    Words,
    inspector_entries,
    inspector_reading,
    read_words,
    received_reading,
    subject_entries,
    subject_reading,
)
from shuangsuiji.web.console.ceremony.settings import (
    Spans,
    as_rehearsal,
    example_settings,
    read_settings,
    superseding,
    with_times,
)
from shuangsuiji.web.console.clock import local_day
from shuangsuiji.web.console.words import Printer


def _now(options: Namespace) -> datetime:
    return options.at or datetime.now(UTC)


def _folder(options: Namespace) -> DrawFolder:
    return DrawFolder(options.folder, options.private)


def _say_next(printer: Printer, folder: DrawFolder, at: datetime) -> None:
    printer.say(f"下一步：{next_step(folder, at)}")


def run_plan(options: Namespace) -> int:
    """公告."""
    printer, at = Printer(as_json=options.json), _now(options)
    if options.example:
        sys.stdout.write(write_document(example_settings()).decode())
        return 0
    if options.folder is None:
        raise refused(
            "plan.folder",
            "缺少抽取文件夹",
            "请写明文件夹，如 shuangsuiji draw plan 抽取一 --settings settings.json",
            "第十三条",
        )
    folder, settings, ordinal = _folder(options), read_settings(options.settings), options.ordinal
    if options.rehearsal:
        settings = as_rehearsal(settings)
    if options.supersedes:
        settings, ordinal = superseding(settings, DrawFolder(options.supersedes))
    received = _received(options, printer, settings, at)
    settings = dict(received.settings) if received else settings
    if options.rehearsal:
        settings = as_rehearsal(settings)
    plan = acts.announce(
        folder,
        with_times(settings, _spans(options), at=at),
        ordinal=ordinal,
        rehearsal=options.rehearsal,
        received=received,
    )
    show.plan(printer, plan, folder)
    _say_next(printer, folder, at)
    return 0


def _spans(options: Namespace) -> Spans:
    return Spans(
        commit=timedelta(minutes=options.commit_in),
        reveal=timedelta(minutes=options.reveal_in),
        number=timedelta(minutes=options.number_in),
        openings=timedelta(days=options.openings_in),
    )


def _received(options: Namespace, printer: Printer, settings: dict[str, Any], at: datetime) -> Received | None:
    """The subjects this draw receives instead of drawing them, if any."""
    if options.subjects_of:
        return subjects_of(settings, DrawFolder(options.subjects_of, options.subjects_private))
    if not options.received:
        return None
    division = f"{settings.get('task_id')}".removeprefix(REHEARSAL)[:6]
    with printer.working("读取上级派发名单", "行") as progress:
        reading = received_reading(
            options.received, read_words(options.words), division, local_day(at), progress=progress
        )
    received = list_from_above(settings, reading, options.document, new_key())
    show.reading(printer, reading)
    return received


def run_freeze(options: Namespace) -> int:
    """冻结."""
    printer, folder, at = Printer(as_json=options.json), _folder(options), _now(options)
    plan, words = folder.plan, read_words(options.words, options.department, options.qualification)
    refuse_drawing_again(plan, [path for path in (options.subjects, *dict(options.libraries).values()) if path])
    libraries = _libraries(options, printer, plan, words, local_day(at))
    people = _people(options, printer, plan, words, at) if draws_teams(plan) else []
    with printer.working("核对、封存并计算根值"):
        rosters = acts.freeze(folder, libraries, people, at=at, confirmed_by=options.confirmed_by)
    show.frozen(printer, folder, rosters)
    _say_next(printer, folder, at)
    return 0


def _libraries(
    options: Namespace, printer: Printer, plan: Plan, words: Words, on: date
) -> dict[str, list[SubjectEntry]]:
    division = plan["task_id"].removeprefix(REHEARSAL)[:6]
    task, libraries = TaskType(plan["lead"], plan["task_id"]), {}
    _refuse_strangers(options, plan)
    for library, strata in libraries_of(plan).items():
        rows = [row for wanted, row in options.exclude_row if wanted == library]
        with printer.working(f"读取检查对象名录 {library}", "行") as progress:
            reading = subject_reading(
                _library_file(options, library),
                words,
                division,
                on,
                exclude_rows=rows,
                encoding=options.encoding,
                progress=progress,
            )
        libraries[library] = subject_entries(reading, strata, task, on.year, options.unclassified)
        show.reading(printer, reading)
    return libraries


def _refuse_strangers(options: Namespace, plan: Plan) -> None:
    """A library the plan does not know is a slip of the pen that must not pass in silence."""
    known = libraries_of(plan)
    for library in [*dict(options.libraries), *(library for library, _ in options.exclude_row)]:
        if library not in known:
            names = "、".join(name for name in known if name) or "无（只有一个对象库时用 --subjects，行号前不写库名）"
            raise refused("freeze.pool", f"方案中没有对象库“{library}”", f"方案所列对象库：{names}", "第九条")


def _library_file(options: Namespace, library: str) -> Path:
    if library:
        path: Path | None = dict(options.libraries).get(library)
        remedy = f"请用 --library {library}=文件 指定"
    else:
        path, remedy = options.subjects, "请用 --subjects 指定"
    if path is None:
        raise refused("freeze.subjects", f"缺少检查对象名录 {library}".rstrip(), remedy, "第十条")
    return path


def _people(options: Namespace, printer: Printer, plan: Plan, words: Words, at: datetime) -> list[InspectorEntry]:
    if options.inspectors is None:
        raise refused("freeze.inspectors", "缺少执法检查人员名录", "请用 --inspectors 指定", "第十条")
    today = local_day(at)
    # From that day on the counter answers who was drawn: the last visit is over then.
    last_visit = local_day(parse_time(plan["openings_from"])) if "openings_from" in plan else today
    with printer.working("读取执法检查人员名录", "行") as progress:
        roll = inspector_reading(
            options.inspectors,
            words,
            today,
            max(today, options.window_end or last_visit),
            encoding=options.encoding,
            progress=progress,
        )
    people = inspector_entries(roll)
    show.reading(printer, roll)
    return people


def _secret_file(options: Namespace, draw_id: str) -> Path:
    return options.secret or Path(f"ssj-secret-{draw_id.replace('/', '_')}-{options.who.replace('/', '_')}.json")


def run_secret(options: Namespace) -> int:
    """产生随机数: for a draw on the platform; nothing is sent anywhere."""
    printer = Printer(as_json=options.json)
    kept = {"draw_id": options.draw, "context": options.context, "contributor": options.who}
    commitment = acts.make_secret(options.secret, kept, suite=options.suite)
    printer.say(f"承诺值：{commitment}")
    printer.say(f"随机数在 {options.secret}，揭示之前不要给任何人；把承诺值粘贴到“提交承诺”页。")
    printer.result({**kept, "commit": commitment, "secret_file": f"{options.secret}"})
    return 0


def run_commit(options: Namespace) -> int:
    """承诺."""
    printer, folder, at = Printer(as_json=options.json), _folder(options), _now(options)
    secret_file = _secret_file(options, folder.plan["draw_id"])
    with printer.working("核对冻结的名录"):
        commitment = acts.commit(folder, options.who, secret_file, at=at)
    printer.say(f"{options.who} 的承诺：{commitment}")
    printer.say(f"随机数已存入 {secret_file}（仅本人可读）。揭示之前请勿示人，丢失则按未揭示公示。")
    _say_next(printer, folder, at)
    printer.result({"contributor": options.who, "commit": commitment, "secret_file": f"{secret_file}"})
    return 0


def run_reveal(options: Namespace) -> int:
    """揭示."""
    printer, folder, at = Printer(as_json=options.json), _folder(options), _now(options)
    acts.reveal(folder, options.who, _secret_file(options, folder.plan["draw_id"]), at=at)
    ceremony, _ = folder.replay()
    printer.say(f"{options.who} 已揭示，与承诺相符。")
    _say_next(printer, folder, at)
    printer.result({"contributor": options.who, "missing": ceremony.missing})
    return 0


def run_number(options: Namespace) -> int:
    """录入公开随机数."""
    printer, folder, at = Printer(as_json=options.json), _folder(options), _now(options)
    evidence = acts.Evidence(options.by, options.signature, options.evidence)
    seed = acts.record_number(folder, options.value, evidence, at=at)
    if seed:
        printer.say(f"公开随机数已录入，种子：{seed}")
    else:
        printer.say(f"已补记中止抽取的公开随机数，未生效的结果见 {folder.newest_record}。")
    _say_next(printer, folder, at)
    printer.result({"seed": seed, "record": "" if seed else f"{folder.newest_record}"})
    return 0


def run_draw(options: Namespace) -> int:
    """抽取."""
    printer, folder, at = Printer(as_json=options.json), _folder(options), _now(options)
    with printer.working("抽取，并由核验程序重算"):
        written = acts.run(folder, at=at)
    show.drawn(printer, folder, written)
    _say_next(printer, folder, at)
    return 0


def run_show(options: Namespace) -> int:
    """查看."""
    show.standing(Printer(as_json=options.json), _folder(options), _now(options))
    return 0


def run_void(options: Namespace) -> int:
    """中止、作废."""
    printer, folder, at = Printer(as_json=options.json), _folder(options), _now(options)
    with printer.working("写出记录，并由核验程序重算"):
        written = afterwards.end(folder, options.ground, options.text, options.approved_by, at=at)
    ceremony, _ = folder.replay()
    printer.say(f"本次抽取{STATE_LABELS[ceremony.state]}，永久公开、计次。公开记录 {written.public}")
    _say_next(printer, folder, at)
    printer.result({"state": ceremony.state, "record": f"{written.public}"})
    return 0


def run_replace(options: Namespace) -> int:
    """调整更换."""
    printer, folder = Printer(as_json=options.json), _folder(options)
    request = afterwards.Request(
        options.slot,
        _ingest(options.to, ingest_certificate),
        options.reason,
        options.requested_by,
        options.approved_by,
        options.text,
    )
    with printer.working("写出记录，并由核验程序重算"):
        written = afterwards.replace_person(folder, request, at=_now(options))
    printer.say(f"已更换，原抽取名单不变，更换附在记录之后（第十五条）。新记录 {written.public}")
    printer.say(f"现任名单（不得传阅）{written.lists}")
    printer.result({"record": f"{written.public}", "list": f"{written.lists}"})
    return 0


def run_open(options: Namespace) -> int:
    """出具凭证."""
    printer, folder, firm = Printer(as_json=options.json), _folder(options), options.firm
    if not is_subject_id(firm):
        firm = _ingest(firm, ingest_reg_no if len(firm) == 15 else ingest_uscc)
    with printer.working("出具凭证并核验"):
        openings = afterwards.open_firm(folder, firm)
    show.opened(printer, folder, openings)
    return 0


def _ingest(text: str, ingest: Callable[[object], str]) -> str:
    try:
        return ingest(text)
    except IdentifierError as error:
        raise refused(f"id.{error.code}", error.reason, "请核对后重新输入", "第十条") from error


def run_verify(options: Namespace) -> int:
    """核验: the same program as the stand-alone verifier, on the newest record of a folder or on one file."""
    printer, target = Printer(as_json=options.json), options.target
    if target.is_dir():
        target = _newest_record(target)
    for path in (target, options.record, options.key, options.policy):
        if path is not None and not path.is_file():
            printer.refuse(refused("verify.missing", f"没有文件 {path}", "请核对路径", ""))
            return EXIT_USAGE
    arguments = [f"{target}"]
    for name in ("record", "key", "log", "policy"):
        value = getattr(options, name)
        arguments += [f"--{name}", f"{value}"] if value else []
    arguments += [flag for flag, on in (("--no-log", options.no_log), ("--json", options.json)) if on]
    said = io.StringIO()
    with printer.working("核验"), redirect_stdout(said):
        code = verify_main(arguments)
    sys.stdout.write(said.getvalue())
    return code


def _newest_record(place: Path) -> Path:
    """The record that counts where the acts lie beside it, else the highest version there is."""
    if (place / PLAN).is_file():
        folder = DrawFolder(place)
        if folder.version:
            return folder.newest_record
    found = {path: path.stem.rpartition(".v")[2] for path in place.glob("draw-*.v*.json")}
    versions = {int(version): path for path, version in found.items() if version.isdecimal() and version.isascii()}
    if not versions:
        raise refused("verify.none", f"{place} 中没有抽取记录", "请先完成抽取，或指定记录文件")
    return versions[max(versions)]
