"""Joins the verifier's ES modules into one classic script, so that a page saved from the portal runs from a file.

Source: 70-interface §8 (module workers do not start from `file://`). Gives: the same bytes for the same modules: each in a function of
its own, dependencies first, in the order of their imports. Never: another form of import or export than our modules use; refused.
"""

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "static" / "verify"
_IMPORT = re.compile(r"^import (\{[^}]*\}|\* as \w+) from \"\./([\w.]+\.js)\";\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function\*?|class|const) (\w+)", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


class CannotBundle(ValueError):
    """A module has a form of import or export that is not foreseen, or modules import each other in a circle."""


@cache
def bundle(entry: str) -> str:
    """One classic script that runs module `entry` and everything it imports. Raises CannotBundle."""
    parts: dict[str, str] = {}
    _add(entry, parts, ())
    return '(function () {\n"use strict";\n' + "".join(parts.values()) + "})();\n"


def _add(name: str, parts: dict[str, str], above: tuple[str, ...]) -> None:
    if name in above:
        raise CannotBundle(f"模块循环引用：{' → '.join((*above, name))}")
    if name in parts:
        return
    text = (FOLDER / name).read_text(encoding="utf-8")
    for _, wanted in _IMPORT.findall(text):
        _add(wanted, parts, (*above, name))
    parts[name] = _wrapped(name, text)


def _wrapped(name: str, text: str) -> str:
    """The module as a function that answers what it exports."""
    exported = [each for _, each in _EXPORT.findall(text)]
    body = _EXPORT.sub(r"\1 \2", _IMPORT.sub(_taken, text))
    if left := _LEFT.search(body):
        raise CannotBundle(f"{name} 中有未预见的写法：{left[0]}")
    return f"const {_variable(name)} = (function () {{\n{body}return {{ {', '.join(exported)} }};\n}})();\n"


def _taken(found: re.Match[str]) -> str:
    """An import as a constant: `{ a, b as c }` or a whole module."""
    what, module = found[1], _variable(found[2])
    if what.startswith("*"):
        return f"const {what.removeprefix('* as ')} = {module};\n"
    return f"const {what.replace(' as ', ': ')} = {module};\n"


def _variable(name: str) -> str:
    return f"${name.removesuffix('.js')}"
