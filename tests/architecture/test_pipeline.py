"""The order of the house stands in several places; they are views of one list, and the whole tree follows it."""

import re

from shuangsuiji.stages import PIPELINE
from tests.architecture.layers import contracts, layers_of
from tests.architecture.repository import PACKAGE, ROOT


def test_contract_2_lists_the_pipeline_from_last_to_first() -> None:
    layers = layers_of("2")
    first_layer = [stage for stage in PIPELINE if stage in layers[-1]]
    assert sorted(first_layer) == sorted(layers[-1])
    assert [*first_layer, *(stage for layer in reversed(layers[:-1]) for stage in layer)] == list(PIPELINE)


def test_the_picture_in_architecture_shows_the_pipeline() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    picture = text.partition("<!-- pipeline -->")[2].partition("<!-- /pipeline -->")[0]
    shown = [word for word in re.findall(r"[a-z]+", picture) if word in PIPELINE]
    assert tuple(shown) == PIPELINE


def test_every_stage_is_a_folder_and_every_folder_a_stage() -> None:
    folders = {path.parent.name for path in (PACKAGE / "stages").glob("*/__init__.py")}
    assert folders == set(PIPELINE)


def test_every_stage_says_what_it_takes_gives_and_never_does() -> None:
    for stage in PIPELINE:
        text = (PACKAGE / "stages" / stage / "__init__.py").read_text(encoding="utf-8")
        assert re.search(r"^Articles: 第", text, re.MULTILINE), stage
        assert all(word in text for word in ("Takes:", "Gives:", "Never:")), stage


def test_there_are_twelve_contracts_numbered_in_order() -> None:
    assert list(contracts()) == [str(number) for number in range(1, 13)]


def test_a_shelf_of_the_tests_mirrors_a_shelf_of_the_package() -> None:
    own = {"architecture", "articles", "browser", "harness", "heavy", "saboteurs", "specimen", "upgrade", "vectors"}
    mirrored = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and path.name != "__pycache__"} - own
    assert mirrored <= {path.name for path in PACKAGE.iterdir() if path.is_dir()}
