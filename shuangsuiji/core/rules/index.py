"""The 对照表, article by article, and the picture of the lifecycles: built as text from what the code says of itself.

Source: 20-house §4, §9. Takes: articles, parameters, machines, and lists of implementations and tests found by the writer.
Gives: Markdown and mermaid, the same bytes for the same input. Never: reads or writes a file.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from shuangsuiji.core.canonical import jcs
from shuangsuiji.core.rules.articles import Article
from shuangsuiji.core.rules.guards import GUARDS
from shuangsuiji.core.rules.lifecycle import BORN, SAME, Machine, Row, label_of, office_labels
from shuangsuiji.core.rules.offices import OFFICES
from shuangsuiji.core.rules.parameters import COMPARES, Parameter, Value

GENERATED = "<!-- 本页由 make articles 生成，不要手改。 -->"
# The Chinese measure word for a unit of parameters.toml, by how the unit begins.
_MEASURES = {
    "percent": "%",
    "working days": " 个工作日",
    "calendar days": " 日",
    "calendar months": " 个月",
    "confirmations": " 次",
    "contributors": " 方",
    "dated register extracts": " 份",
    "documents": " 份",
    "draws": " 次",
    "inspections": " 次",
    "inspectors": " 人",
    "kinds": " 种",
    "replacements": " 次",
    "rows": " 行",
    "standing draws": " 次",
    "subjects": " 户",
    "visits": " 次",
}
_CHECK = re.compile(r"test_([ce])([0-9]{2})_([0-9]{1,2})(?:_|$)")


class Implementation(NamedTuple):
    """A function or module that serves an article: its number, the file from the project root, the name in it."""

    article: int
    path: str
    name: str


class ArticleTest(NamedTuple):
    """A test that belongs to an article: its number, the file from the project root, the test's name."""

    article: int
    path: str
    name: str


class Sources(NamedTuple):
    """Everything the index is made of."""

    articles: Sequence[Article]
    parameters: Mapping[str, Parameter]
    machines: Sequence[Machine]
    implementations: Sequence[Implementation]
    tests: Sequence[ArticleTest]


def reading_digest(article: Article, parameters: Iterable[Parameter]) -> str:
    """SHA-256 of our reading of one article: what a legal officer signs. It changes when gist, number or reading changes."""
    reading = {
        "article": str(article.provision),
        "gist": article.gist,
        "parameters": [
            {
                "id": entry.id,
                "article": str(entry.provision),
                "modal": entry.modal.value,
                "compare": entry.compare,
                "value": _plain(entry.value),
                "unit": entry.unit,
                "reading": entry.reading,
            }
            for entry in parameters
        ],
    }
    return hashlib.sha256(jcs(reading)).hexdigest()


def _plain(value: Value) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value


def unanswered(sources: Sources) -> tuple[str, ...]:
    """What the index may not say in silence: an article without code, table row, parameter or reason; a built one untested."""
    wanting = []
    for article in sources.articles:
        number = article.provision.number
        served = _code(sources, number) or _acts(sources, number) or _parameters(sources, number)
        if not served and not article.reason:
            wanting.append(f"{article.provision} 既没有实现，也没有写明理由")
        if article.status != "尚未实现" and not any(test.article == number for test in sources.tests):
            wanting.append(f"{article.provision} 写作“{article.status}”，却没有测试")
    return tuple(wanting)


def _code(sources: Sources, number: int) -> list[Implementation]:
    return [found for found in sources.implementations if found.article == number]


def _acts(sources: Sources, number: int) -> list[tuple[Machine, Row]]:
    return [
        (machine, row)
        for machine in sources.machines
        for row in machine.rows
        if any(provision.number == number for provision in row.provisions)
    ]


def _parameters(sources: Sources, number: int) -> list[Parameter]:
    return [entry for entry in sources.parameters.values() if entry.provision.number == number]


def article_index(sources: Sources) -> str:
    """The 对照表 as Markdown: 29 rows, then each article's parameters with our reading, then the digests to sign."""
    lines = [
        GENERATED,
        "",
        "# 条款对照表",
        "",
        "每一条要求平台做什么、数和用语在哪里、由哪段代码和哪些测试负责。要点和读法都是我们自己的话；条文以发布单位的文本为准。",
        "尚未实现的照实写明，并写在第几号议题实现。状态与动作见[流程图](../lifecycle.md)。",
        "",
        "| 条 | 要点（自拟） | 类型 | 用语 | 取值 | 代码 | 测试 | 页面 | 进度 | 法制签字 |",
        "|---|---|---|---|---|---|---|---|---|---|",
        *(_index_row(sources, article) for article in sources.articles),
        "",
        "## 取值与读法",
        "",
        "用语决定软件怎么做：不得、应当＝拒绝；原则上…但＝有所列情形并经批准才可；一般＝低于须书面理由并经批准；可＝提供选择；尽可能＝只提示和统计。",
        "标“设置”的不是细则的规定，是本系统的默认值，各单位可改。",
        *(line for article in sources.articles for line in _readings(sources, article)),
        "",
        "## 法制签字",
        "",
        "每条读法（要点与全部取值）的 SHA-256 摘要。法制人员核对后签这一串字符；读法改一个字，摘要就变，须重新签字。目前均待签。",
        "",
        "| 条 | 读法摘要 |",
        "|---|---|",
        *(f"| {article.provision} | `{_digest(sources, article)}` |" for article in sources.articles),
    ]
    return "\n".join(lines) + "\n"


def _digest(sources: Sources, article: Article) -> str:
    return reading_digest(article, _parameters(sources, article.provision.number))


def _index_row(sources: Sources, article: Article) -> str:
    number = article.provision.number
    entries = _parameters(sources, number)
    modals = dict.fromkeys(entry.modal.label for entry in entries if not entry.is_setting)
    kinds = "、".join(article.kinds) + (f"（{article.reason}）" if article.reason else "")
    pages = "、".join(f"{page}（尚未实现）" if page in article.pages_to_come else page for page in article.pages)
    missing = f"（{article.waits_for}）" if article.waits_for else ""
    cells = (
        f"{article.provision} {article.title}",
        article.gist,
        kinds,
        "、".join(modals) or "—",
        f"[{len(entries)} 项](#{_anchor(article)})" if entries else "—",
        _code_cell(sources, number),
        _test_cell(sources, number),
        pages,
        f"{article.status}{missing}",
        f"待签 `{_digest(sources, article)[:12]}`",
    )
    return f"| {' | '.join(cells)} |"


def _anchor(article: Article) -> str:
    # The slug that Markdown viewers make of the heading "第六条 清单与分类监管计划": blanks to hyphens, punctuation gone.
    return re.sub(r"[^\w-]", "", f"{article.provision} {article.title}".replace(" ", "-"))


def _code_cell(sources: Sources, number: int) -> str:
    by_file: dict[str, list[str]] = {}
    for found in _code(sources, number):
        by_file.setdefault(found.path, []).append(found.name)
    parts = [
        f"[{path.removeprefix('shuangsuiji/')}](../../{path})"
        + (f" {'、'.join(filter(None, names))}" if any(names) else "")
        for path, names in sorted(by_file.items())
    ]
    acts = _acts(sources, number)
    if acts:
        parts.append(f"[状态表](../lifecycle.md) {len(acts)} 个动作")
    return "<br>".join(parts) or "—"


def _test_cell(sources: Sources, number: int) -> str:
    by_file: dict[str, list[str]] = {}
    for test in sources.tests:
        if test.article == number:
            by_file.setdefault(test.path, []).append(test.name)
    parts = [f"[{path.rpartition('/')[2]}](../../{path}) {len(names)} 项" for path, names in sorted(by_file.items())]
    checks = sorted({_check_of(name) for names in by_file.values() for name in names} - {""}, key=_check_order)
    if checks:
        parts.append("核对 " + " ".join(checks))
    return "<br>".join(parts) or "—"


def _check_of(test_name: str) -> str:
    """The check or refusal a test's name carries: `test_c06_8_…` is C06-8; empty when it carries none."""
    match = _CHECK.match(test_name)
    return f"{match[1].upper()}{match[2]}-{match[3]}" if match else ""


def _check_order(check: str) -> tuple[str, int]:
    head, _, tail = check.partition("-")
    return head, int(tail)


def _readings(sources: Sources, article: Article) -> list[str]:
    entries = _parameters(sources, article.provision.number)
    if not entries:
        return []
    return [
        "",
        f"### {article.provision} {article.title}",
        "",
        "| 参数 | 条款 | 用语 | 取值 | 读法 | 出处 |",
        "|---|---|---|---|---|---|",
        *(
            f"| `{entry.id}`{'（设置）' if entry.is_setting else ''} | {entry.provision} | {entry.modal.label} "
            f"| {COMPARES[entry.compare].format(_shown(entry))} | {entry.reading} | {entry.decided} |"
            for entry in entries
        ),
    ]


def _shown(entry: Parameter) -> str:
    value = entry.value
    if isinstance(value, Mapping):
        return "、".join(f"{code} {word}" for code, word in value.items())
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    if isinstance(value, str):
        return OFFICES.get(value, value)
    return f"{value}{measure_word(entry.unit)}"


def measure_word(unit: str) -> str:
    """The Chinese word behind a number of that unit. Raises StopIteration for a unit without one (a test asks for all)."""
    return next(word for beginning, word in _MEASURES.items() if unit.startswith(beginning))


def lifecycle_page(machines: Sequence[Machine]) -> str:
    """All machines as Markdown: a picture, the table row by row as `lifecycle.py` has it, and every act in every state."""
    lines = [
        GENERATED,
        "",
        "# 流程：状态与动作",
        "",
        "一切状态只按下列各表变化，表里没有的一律拒绝（第十三条）。没有任何一行能增加、删除或调换被抽中的对象（第十四条）。",
        "‡ 表示动作落在本部门部分上，整户随最慢的部门走。抽取本身的状态表见抽取规程（core/draw）。",
    ]
    for machine in machines:
        lines += ["", f"## {machine.label}", "", *_picture(machine), "", *_table(machine), "", *_grid(machine)]
    return "\n".join(lines) + "\n"


def _picture(machine: Machine) -> list[str]:
    arrows: dict[tuple[str, str], list[str]] = {}
    for row in machine.rows:
        for state in row.sources.split():
            source = "[*]" if state == BORN else state
            arrows.setdefault((source, row.target_from(state)), []).append(row.label)
    return [
        "```mermaid",
        "stateDiagram-v2",
        *(f'    state "{label}" as {state}' for state, label in machine.states.items()),
        *(f"    {source} --> {target}: {'、'.join(labels)}" for (source, target), labels in arrows.items()),
        *(f"    {state} --> [*]" for state in machine.states if state in machine.terminal),
        "```",
    ]


def _table(machine: Machine) -> list[str]:
    return [
        "| 动作 | 从 | 到 | 条款 | 谁 | 须满足 |",
        "|---|---|---|---|---|---|",
        *(
            f"| {row.label} `{row.act}` | {'、'.join(label_of(machine, state) for state in row.sources.split())} "
            f"| {'不变' if row.target == SAME else machine.states[row.target]} | {'、'.join(map(str, row.provisions))} "
            f"| {office_labels(row)} | {'；'.join(GUARDS[guard] for guard in row.guards.split())} |"
            for row in machine.rows
        ),
    ]


def _grid(machine: Machine) -> list[str]:
    """Every act (a line) in every state (a column): the state after it, or a dash where it is refused (E13-1)."""
    states = [state for state in (BORN, *machine.states) if machine.acts_from(state) or state in machine.terminal]
    acts = dict.fromkeys((row.act, row.label) for row in machine.rows)
    return [
        "逐格：某状态下办某动作之后的状态；“—”一律拒绝（E13-1），每一格都有测试试过（C13-1）。",
        "",
        f"| 动作 | {' | '.join(label_of(machine, state) for state in states)} |",
        f"|---|{'---|' * len(states)}",
        *(f"| {label} | {' | '.join(_cell(machine, state, act) for state in states)} |" for act, label in acts),
    ]


def _cell(machine: Machine, state: str, act: str) -> str:
    row = machine.row(state, act)
    if row is None:
        return "—"
    return "不变" if row.target == SAME else machine.states[row.target]
