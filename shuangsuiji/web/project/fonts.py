"""Whether this machine can write Chinese on paper."""

from collections.abc import Iterable
from pathlib import Path

# Names that fonts with the Chinese characters of official papers carry in their files, on the systems offices use.
_NAMES = (
    "notosanscjk", "notoserifcjk", "sourcehan", "simsun", "simhei", "simfang", "fangsong", "fzxbs", "fzfs", "fzhei", "msyh", "wqy",
    "uming", "ukai", "droidsansfallback", "pingfang", "songti", "stsong", "stfangso", "dengxian", "harmonyos_sans_sc", "notosanssc",
    "notoserifsc",
)  # fmt: skip
FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".fonts",
    Path.home() / ".local/share/fonts",
    Path("/System/Library/Fonts"),
    Path("/Library/Fonts"),
)


def has_chinese_font(folders: Iterable[Path] = FOLDERS) -> bool:
    """Whether a known font file lies in one of the folders."""
    return any(_is_chinese(path.name) for folder in folders if folder.is_dir() for path in folder.rglob("*.[ot]t[fc]"))


def _is_chinese(name: str) -> bool:
    plain = name.lower().replace("-", "").replace(" ", "")
    return plain.startswith(_NAMES)
