"""A kind of import contract that import-linter has not: a closed list instead of a forbidden one.

A *forbidden* contract must name what is forbidden, so a library nobody thought of slips through. Contracts 4 and 5 say the
opposite: the standard library, minus what makes bytes depend on the day or the machine, plus what is named, and nothing else.

Takes: the import graph of `shuangsuiji` with external packages.
Gives: the direct imports of the source packages that are outside the list. Direct is enough: what is inside is checked itself.
"""

import sys
from collections.abc import Iterator
from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

ROOT = "shuangsuiji"


def _names(option: object) -> list[str]:
    """The value of a list option; import-linter replaces the field by a list of text, or by None where it is absent."""
    return cast("list[str]", option or [])


class ClosedExternalsContract(Contract):
    """Source packages import each other, `allowed_internal`, the standard library without `banned_standard_library`, and
    the single pairs of `allowed_imports` ("importer -> imported"); anything else breaks the contract.
    """

    type_name = "closed_externals"

    source_modules = fields.ListField(subfield=fields.StringField())
    banned_standard_library = fields.ListField(subfield=fields.StringField(), required=False)
    allowed_internal = fields.ListField(subfield=fields.StringField(), required=False)
    allowed_imports = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Collect every direct import outside the closed list, in the order of names."""
        outside = sorted(self._outside(graph))
        return ContractCheck(kept=not outside, metadata={"outside": outside})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print one line per import that is not on the list."""
        for importer, imported, lines in check.metadata["outside"]:
            output.print_error(f"- {importer} -> {imported} (l.{', '.join(map(str, lines))})", bold=False)
        output.new_line()

    def _outside(self, graph: ImportGraph) -> Iterator[tuple[str, str, tuple[int, ...]]]:
        for source in _names(self.source_modules):
            for importer in sorted({source} | graph.find_descendants(source)):
                for imported in graph.find_modules_directly_imported_by(importer):
                    if not self._is_allowed(importer, imported):
                        details = graph.get_import_details(importer=importer, imported=imported)
                        yield importer, imported, tuple(detail["line_number"] for detail in details)

    def _is_allowed(self, importer: str, imported: str) -> bool:
        if f"{importer} -> {imported}" in _names(self.allowed_imports):
            return True
        if imported == ROOT:  # holds the version and nothing else
            return True
        top = imported.partition(".")[0]
        if top == ROOT:
            packages = _names(self.source_modules) + _names(self.allowed_internal)
            return any(f"{imported}.".startswith(f"{package}.") for package in packages)
        return top in sys.stdlib_module_names and top not in _names(self.banned_standard_library)
