"""The arguments of every address that has some: one function per URL name, which finds or makes the record it shows.

A page with arguments that is not here fails the walk. A function gets the `Site` (`site.bureau`, `site.at`, `site.once(name, make)`)
and gives the keyword arguments of `reverse`, or a list of several. `QUERIES` adds what is worth seeing with a query; `ANSWERS` names
pages whose good answer is another status than 200 for the person who reads them.
"""

from collections.abc import Callable
from typing import Any

from tests.browser.site import Site

ARGUMENTS: dict[str, Callable[[Site], dict[str, Any] | list[dict[str, Any]]]] = {
    "portal:log_tile": lambda site: {"tile_path": "tile/0/000"},
}

QUERIES: dict[str, tuple[str, ...]] = {}

ANSWERS: dict[str, int] = {
    "portal:log_checkpoint": 404,  # nothing is published in the walk
    "portal:log_tile": 404,
}
