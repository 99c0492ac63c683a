"""The list of layers as the contracts state it, for `ARCHITECTURE.md`: `python -m tests.architecture.layers`.

Takes: `.importlinter`. Gives: each layers contract with its layers from high to low, and the title of every other contract.
"""

import configparser

from tests.architecture.repository import ROOT


def contracts() -> dict[str, configparser.SectionProxy]:
    """Every contract by its number, in the order of the file."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter", encoding="utf-8")
    return {section.rpartition(":")[2]: parser[section] for section in parser.sections() if ":contract:" in section}


def layers_of(number: str) -> list[list[str]]:
    """The layers of a contract from high to low; neighbours on one layer in one list."""
    lines = contracts()[number]["layers"].split("\n")
    return [[module.strip() for module in line.split("|")] for line in lines if line.strip()]


def picture() -> str:
    """One line per contract; a layers contract shows its layers."""
    lines = []
    for number, contract in contracts().items():
        title = contract["name"].partition(" ")[2]
        if contract["type"] == "layers":
            container = contract["containers"].strip()
            title = f"{container}: " + " > ".join(" | ".join(layer) for layer in layers_of(number))
        lines.append(f"{number:>2}  {contract['type']:<17} {title}")
    return "\n".join(lines)


if __name__ == "__main__":
    print(picture())
