"""What makes two machines draw differently, found in the syntax tree: what imports cannot show.

Takes: Python source. Gives: one sentence per finding, with its line.
Seen elsewhere: floats in quotas, `hash()` and set order in samplers, `str()` of an object in a digest (20-house §16).
"""

import ast
from collections.abc import Iterator

BANNED_CALLS = {
    "float": "a float has no exact value",
    "round": "rounding is not a ceiling",
    "open": "the core reads no file",
    "hash": "hash() differs from process to process",
    "id": "an address is no value",
    "str": "str() turns any object into text; bytes come from ns() and jcs()",
    "repr": "repr() is for people",
}
# These give the same answer whatever the order of what they are handed.
ORDER_BLIND = frozenset({"all", "any", "frozenset", "len", "max", "min", "set", "sorted", "sum"})
SET_METHODS = frozenset({"difference", "intersection", "symmetric_difference", "union"})


def impurities(source: str) -> list[str]:
    """Every finding in a module, in the order of lines."""
    tree = ast.parse(source)
    found = [*_calls(tree), *_numbers(tree), *_set_orders(tree)]
    return [f"line {line}: {text}" for line, text in sorted(found)]


def _calls(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in BANNED_CALLS:
            yield node.lineno, f"{node.func.id}(): {BANNED_CALLS[node.func.id]}"


def _numbers(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            yield node.lineno, f"{node.value}: a float has no exact value"
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
            yield node.lineno, "/: divides into a float; quotas use //"


def _set_orders(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Places where the order of a set becomes the order of something else, scope by scope."""
    for scope in ast.walk(tree):
        if isinstance(scope, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            inside = list(_own_nodes(scope))
            sets = _names_of_sets(inside)
            blind = {id(argument) for node in inside if _is_order_blind(node) for argument in node.args}  # type: ignore[attr-defined]
            for node in inside:
                if id(node) not in blind:
                    yield from ((line, "iterates over a set: sort it first") for line in _iterations(node, sets))


def _own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a scope without those of functions inside it."""
    for child in ast.iter_child_nodes(scope):
        yield child
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from _own_nodes(child)


def _names_of_sets(nodes: list[ast.AST]) -> set[str]:
    """Names that this scope binds to a set, by value or by annotation."""
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Assign) and _is_set(node.value, names):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign | ast.arg) and _is_set_annotation(node.annotation):
            target = node.target if isinstance(node, ast.AnnAssign) else ast.Name(node.arg)
            names |= {target.id} if isinstance(target, ast.Name) else set()
    return names


def _is_set_annotation(annotation: ast.expr | None) -> bool:
    return annotation is not None and ast.unparse(annotation).partition("[")[0] in {
        "set",
        "frozenset",
        "Set",
        "AbstractSet",
    }


def _is_set(node: ast.AST, names: set[str]) -> bool:
    if isinstance(node, ast.Set | ast.SetComp):
        return True
    if isinstance(node, ast.Name):
        return node.id in names
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.BitOr | ast.BitXor | ast.Sub):
        return _is_set(node.left, names) or _is_set(node.right, names)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id in {"set", "frozenset"}
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SET_METHODS


def _is_order_blind(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ORDER_BLIND


def _iterations(node: ast.AST, names: set[str]) -> Iterator[int]:
    """Lines on which a node lets the order of a set out: loops, comprehensions, unpacking, list(), join() and the like."""
    sources: list[ast.expr] = []
    if isinstance(node, ast.For):
        sources = [node.iter]
    elif isinstance(node, ast.ListComp | ast.GeneratorExp | ast.DictComp):
        sources = [generator.iter for generator in node.generators]
    elif isinstance(node, ast.Starred):
        sources = [node.value]
    elif isinstance(node, ast.Call) and not _is_order_blind(node):
        keeps_order = {"list", "tuple", "enumerate", "iter", "map", "zip", "reversed", "filter", "dict"}
        function = node.func
        if (isinstance(function, ast.Name) and function.id in keeps_order) or (
            isinstance(function, ast.Attribute) and function.attr in {"join", "extend", "fromkeys", "pop"}
        ):
            sources = [*node.args, *([function.value] if isinstance(function, ast.Attribute) else [])]
    yield from (source.lineno for source in sources if _is_set(source, names))
