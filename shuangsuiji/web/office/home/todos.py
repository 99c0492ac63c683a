"""Where each stage's pages tell the workbench what waits, what is wrong and how many: three lists, extended here and nowhere else.

Source: 70-interface §5 (待办 first: derived, never a table of its own). A provider lies in its stage's web package
(`web/office/items/todos.py`) and imports `Todo` from `web.components.todos`, so that nothing runs in a circle.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.http import HttpRequest
from django.utils import timezone

from shuangsuiji.foundation.ledger.history import Entry
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.due import SOON_DAYS, due_of
from shuangsuiji.web.components.todos import Alert, AlertProvider, Figure, FigureProvider, Todo, TodoProvider
from shuangsuiji.web.office.draws import todos as draws_todos
from shuangsuiji.web.office.filings import todos as filings_todos
from shuangsuiji.web.office.home import approvals
from shuangsuiji.web.office.items import todos as items_todos
from shuangsuiji.web.office.measures import todos as measures_todos
from shuangsuiji.web.office.plans import todos as plans_todos
from shuangsuiji.web.office.registries import todos as registries_todos
from shuangsuiji.web.office.slips import todos as slips_todos
from shuangsuiji.web.office.tasks import todos as tasks_todos

TODO_PROVIDERS: list[TodoProvider] = [
    approvals.waiting,
    items_todos.waiting,
    measures_todos.waiting,
    plans_todos.waiting,
    registries_todos.waiting,
    slips_todos.waiting,
    tasks_todos.waiting,
    draws_todos.waiting,
    filings_todos.waiting,
]
ALERT_PROVIDERS: list[AlertProvider] = [slips_todos.late, registries_todos.alerts]
FIGURE_PROVIDERS: list[FigureProvider] = []

TODAY, SOON, OTHER = "今天到期", f"{SOON_DAYS} 个工作日内", "其他"
_NO_DAY = date.max
_LINES = 8


def todos_of(request: HttpRequest) -> list[Todo]:
    """Everything that waits for the signed-in person, the most urgent first."""
    found = [todo for provider in TODO_PROVIDERS for todo in provider(request)]
    return sorted(found, key=lambda todo: (todo.due or _NO_DAY, todo.act, todo.object))


def grouped(todos: Iterable[Todo], today: date) -> list[tuple[str, list[Todo]]]:
    """今天到期 (with what is late), soon, the rest; empty groups are left out."""
    groups: dict[str, list[Todo]] = {TODAY: [], SOON: [], OTHER: []}
    for todo in todos:
        groups[_group(todo, today)].append(todo)
    return [(name, rows) for name, rows in groups.items() if rows]


def alerts_of(request: HttpRequest) -> list[Alert]:
    """All warnings, the red ones first."""
    found = [alert for provider in ALERT_PROVIDERS for alert in provider(request)]
    return sorted(found, key=lambda alert: alert.tone != "danger")


def figures_of(request: HttpRequest, todos: Iterable[Todo], today: date) -> list[Figure]:
    """What stands above the list: the to-dos counted, then what the stages count."""
    counts = Counter(_group(todo, today) for todo in todos)
    own = [
        Figure("今天到期或已超期", counts[TODAY], tone="danger" if counts[TODAY] else ""),
        Figure(f"{SOON_DAYS} 个工作日内到期", counts[SOON], tone="need" if counts[SOON] else ""),
        Figure("待我办理", counts.total()),
    ]
    return own + [figure for provider in FIGURE_PROVIDERS for figure in provider(request)]


def together(entries: Iterable[Entry]) -> list[tuple[Entry, int]]:
    """Entries of one kind that follow each other as one line: the newest, and how many."""
    runs = ([*run] for _, run in groupby(entries, key=lambda entry: (entry.type, entry.office)))
    return [(run[0], len(run)) for run in runs][:_LINES]


def today_of(request: HttpRequest) -> date:
    """The office's day."""
    return timezone.localdate(now(request))


def _group(todo: Todo, today: date) -> str:
    if todo.due is None:
        return OTHER
    days = due_of(todo.due, today).days
    return TODAY if days <= 0 else SOON if days <= SOON_DAYS else OTHER
