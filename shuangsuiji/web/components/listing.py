"""Lists: pages found by key instead of by counting, columns that sort, filters, the way to an export. All of it lives in the address.

Source: 70-interface §5 (lists), §13 (page 5 000 as quick as page 1). Takes: a query set, the columns of its order.
Gives: a `Page`. An address holds the key of one row and where it stood, never a name or a number of somebody.
Cost: 2 queries for the first page, 3 for any other, however many rows there are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Model, Q, QuerySet
from django.http import HttpRequest, QueryDict

SIZES = (20, 50, 100)
AFTER, BEFORE, FROM, SORT, SIZE = "after", "before", "from", "sort", "size"
_OURS = (AFTER, BEFORE, FROM)
_LAST = "end"
_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Page:
    """`rows` of this page, `total` of all; `first` the number of its first row, from 1. Addresses are empty where there is none."""

    rows: Sequence[Any]
    total: int
    first: int
    size: int
    sizes: tuple[int, ...]
    sort: str
    sortable: tuple[str, ...]
    query: str
    previous: str = ""
    next: str = ""
    start: str = ""
    end: str = ""
    _query: QueryDict = field(default_factory=QueryDict, repr=False)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def last(self) -> int:
        """The number of the page's last row; 0 where there is none."""
        return self.first + len(self.rows) - 1 if self.rows else 0

    @property
    def kept(self) -> tuple[tuple[str, str], ...]:
        """What the address says besides page and size: to be sent along by the form that changes the size."""
        return tuple(
            (name, value) for name, values in self._query.lists() for value in values if name not in {*_OURS, SIZE}
        )

    def address(self, **changes: str) -> str:
        """The address with changes, from the first page; an empty value takes a name out."""
        query = self._query.copy()
        for name in _OURS:
            query.pop(name, None)
        for name, value in changes.items():
            query.pop(name, None)
            if value:
                query[name] = value
        return f"?{query.urlencode()}"

    def direction(self, column: str) -> str:
        """`ascending`, `descending` or `none`, as `aria-sort` says it."""
        if self.sort.lstrip("-") != column:
            return "none"
        return "descending" if self.sort.startswith("-") else "ascending"

    def sorted_by(self, column: str) -> str:
        """The address that sorts by a column, or turns its direction round."""
        return self.address(**{SORT: f"-{column}" if self.direction(column) == "ascending" else column})


def page_of(
    request: HttpRequest,
    queryset: "QuerySet[Any]",
    *,
    order: tuple[str, ...],
    sizes: tuple[int, ...] = SIZES,
    sortable: tuple[str, ...] | None = None,
) -> Page:
    """The page that the address asks for. `order` is the order of the list (`-` turns a column round); the key breaks ties.

    `sortable` columns (those of `order` where nothing is said) may be asked for by `?sort=`. An address that makes no sense
    is answered with the first page.
    """
    allowed = tuple(name.lstrip("-") for name in (order if sortable is None else sortable))
    sort = request.GET.get(SORT, "")
    keys = _keys(queryset, (sort,) if sort.lstrip("-") in allowed and sort.count("-") < 2 else order)
    size = next((each for each in sizes if str(each) == request.GET.get(SIZE)), sizes[0])
    total = queryset.count()
    backwards, rows, first, more = _rows(request.GET, queryset, keys, size, total)
    if backwards:
        rows.reverse()
        first = max(1, first - len(rows))
    if (not more and backwards) or not rows:
        first = 1
    page = Page(
        rows,
        total,
        first,
        size,
        sizes,
        keys[0].asked if len(keys) > 1 else "",
        allowed,
        request.GET.urlencode(),
        _query=request.GET,
    )
    return _with_addresses(page, has_before=more if backwards else first > 1, has_after=backwards or more)


@dataclass(frozen=True, slots=True)
class _Key:
    """One column of the order. NULL stands last, whichever way the column runs."""

    name: str
    down: bool
    nullable: bool

    @property
    def asked(self) -> str:
        return f"-{self.name}" if self.down else self.name

    def ordering(self, backwards: bool) -> Any:
        column = F(self.name)
        if self.down != backwards:
            return (
                column.desc(nulls_first=True)
                if backwards and self.nullable
                else column.desc(nulls_last=True if self.nullable else None)
            )
        return (
            column.asc(nulls_first=True)
            if backwards and self.nullable
            else column.asc(nulls_last=True if self.nullable else None)
        )

    def beyond(self, value: Any, backwards: bool) -> Q | None:
        """Rows strictly beyond this value; None where there can be none."""
        if value is None:
            return Q(**{f"{self.name}__isnull": False}) if backwards else None
        found = Q(**{f"{self.name}__{'lt' if self.down != backwards else 'gt'}": value})
        return found | Q(**{f"{self.name}__isnull": True}) if self.nullable and not backwards else found

    def equal(self, value: Any) -> Q:
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    def reach(self, value: Any, backwards: bool) -> Q | None:
        """What every row at or beyond the value has: it says nothing new, but lets the database seek instead of scan."""
        if value is None or self.nullable:
            return None
        return Q(**{f"{self.name}__{'lte' if self.down != backwards else 'gte'}": value})


def _keys(queryset: "QuerySet[Any]", names: tuple[str, ...]) -> tuple[_Key, ...]:
    columns = [*names] if any(name.lstrip("-") in {"pk", "id"} for name in names) else [*names, "pk"]
    return tuple(
        _Key(name.lstrip("-"), name.startswith("-"), _nullable(queryset, name.lstrip("-"))) for name in columns
    )


def _nullable(queryset: "QuerySet[Any]", name: str) -> bool:
    """Whether a column can be empty; one that was computed is taken to be."""
    if name == "pk":
        return False
    if name in queryset.query.annotations:
        return True
    model: type[Model] | None = queryset.model
    empty = False
    for part in name.split("__"):
        if model is None:
            return True
        try:
            column = model._meta.get_field(part)
        except FieldDoesNotExist:
            return True
        empty = empty or bool(getattr(column, "null", True))
        model = getattr(column, "related_model", None)
    return empty


def _rows(
    query: QueryDict, queryset: "QuerySet[Any]", keys: tuple[_Key, ...], size: int, total: int
) -> tuple[bool, list[Any], int, bool]:
    """Whether read backwards, the rows in reading order, the number beside the first (or, backwards, after the last), whether more follow."""
    backwards = BEFORE in query
    where = query.get(BEFORE) or query.get(AFTER) or ""
    number = _number(query)
    if not where:
        return _from_the_start(queryset, keys, size)
    if backwards and where == _LAST:
        wanted = total % size or size
        return True, list(_ordered(queryset, keys, True)[:wanted]), total + 1, total > wanted
    values = _values(queryset, where, keys)
    ordered = _ordered(queryset, keys, backwards)
    if values is None:
        # The row has left the list meanwhile: what stands where it stood is as near as can be.
        start = max(0, number - 1) if not backwards else max(0, total - number + 1)
        found = list(ordered[start : start + size + 1])
    else:
        found = list(ordered.filter(_beyond(keys, values, backwards))[: size + 1])
    return (backwards, found[:size], number, len(found) > size) if found else _from_the_start(queryset, keys, size)


def _from_the_start(queryset: "QuerySet[Any]", keys: tuple[_Key, ...], size: int) -> tuple[bool, list[Any], int, bool]:
    found = list(_ordered(queryset, keys, False)[: size + 1])
    return False, found[:size], 1, len(found) > size


def _number(query: QueryDict) -> int:
    text = query.get(FROM, "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 1


def _ordered(queryset: "QuerySet[Any]", keys: tuple[_Key, ...], backwards: bool) -> "QuerySet[Any]":
    return queryset.order_by(*(key.ordering(backwards) for key in keys))


def _values(queryset: "QuerySet[Any]", where: str, keys: tuple[_Key, ...]) -> tuple[Any, ...] | None:
    try:
        return queryset.filter(pk=where).order_by().values_list(*(key.name for key in keys)).first()
    except (ValidationError, ValueError, OverflowError):
        return None


def _beyond(keys: tuple[_Key, ...], values: tuple[Any, ...], backwards: bool) -> Q:
    """(a > x) or (a = x and b > y) or …, with the first column's bound said once more on its own."""
    alternatives: list[Q] = []
    same = Q()
    for key, value in zip(keys, values, strict=True):
        beyond = key.beyond(value, backwards)
        if beyond is not None:
            alternatives.append(same & beyond)
        same &= key.equal(value)
    found = alternatives[0] if alternatives else Q(pk__in=[])
    for each in alternatives[1:]:
        found |= each
    reach = keys[0].reach(values[0], backwards)
    return found if reach is None else reach & found


def _with_addresses(page: Page, *, has_before: bool, has_after: bool) -> Page:
    """The four addresses around a page."""
    has_after = has_after and page.last < page.total
    fields = {name: getattr(page, name) for name in Page.__dataclass_fields__}
    if has_before and page.rows:
        fields["start"] = page.address()
        fields["previous"] = page.address(**{BEFORE: str(page.rows[0].pk), FROM: str(page.first)})
    if has_after and page.rows:
        fields["next"] = page.address(**{AFTER: str(page.rows[-1].pk), FROM: str(page.last + 1)})
        fields["end"] = page.address(**{BEFORE: _LAST})
    return Page(**fields)


class FilterForm(forms.Form):
    """A filter block: plain form fields, all optional, and which column each of them narrows.

    `lookups`: field → lookup (`{"name": "name__icontains"}`); a field without one is handled in an overridden `narrow`.
    Made from `request.GET`; shown by `{% filter_block form %}`.
    """

    lookups: ClassVar[Mapping[str, str]] = {}
    use_required_attribute = False

    def __init__(self, query: QueryDict, **kwargs: Any) -> None:
        super().__init__(query, auto_id="filter_%s", **kwargs)
        for each in self.fields.values():
            each.required = False

    def narrow(self, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """The rows that fit. A field that cannot be understood narrows nothing; its error is shown beside it."""
        for name, value in self.given.items():
            if name in self.lookups:
                queryset = queryset.filter(**{self.lookups[name]: value})
        return queryset

    @property
    def given(self) -> dict[str, Any]:
        """The fields with something in them that was understood."""
        self.is_valid()
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if value not in (None, "", [], ()) and value is not False
        }

    @property
    def kept(self) -> tuple[tuple[str, str], ...]:
        """Order and size, sent along with a new filter."""
        return tuple((name, str(self.data[name])) for name in (SORT, SIZE) if name in self.data)


def export_link(request: HttpRequest, address: str = "", form: str = "xlsx") -> str:
    """The address of the export of what is listed: the same filters, all rows. Without `address` the list's own."""
    query = request.GET.copy()
    for name in (*_OURS, SIZE):
        query.pop(name, None)
    query["export"] = form
    return f"{address}?{query.urlencode()}"
