"""Which Chinese fonts this machine has, in the order we like them. None is shipped.

Source: 70-interface §9. Takes: the operator's folders (SHUANGSUIJI_FONT_FOLDERS). Gives: families for typst, or what to install.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import typst
from django.conf import settings

from shuangsuiji.foundation.papers.refusal import FontMissing

# The order is the look: 仿宋 for text, 宋 for titles and tables, 黑 for headings; each ends in what a free system has.
_FREE = ("Noto Serif CJK SC", "Noto Sans CJK SC", "Noto Sans SC")
CHAINS: Mapping[str, tuple[str, ...]] = {
    "fang": ("FangSong", "FangSong_GB2312", "FandolFang R", *_FREE),
    "song": ("FZXiaoBiaoSong-B05S", "SimSun", "FandolSong", *_FREE),
    "hei": ("SimHei", "FandolHei", "Noto Sans CJK SC", "Noto Sans SC", "Noto Serif CJK SC"),
}
_MONO = "DejaVu Sans Mono"  # comes with typst itself
INSTALL = "请安装中文字体：apt-get install fonts-noto-cjk（仿宋效果另装 texlive-lang-chinese），或把单位已购字体所在目录填入 SHUANGSUIJI_FONT_FOLDERS"


@cache
def loaded(folders: tuple[Path, ...]) -> typst.Fonts:
    """All fonts of the system and of these folders; searched once per process."""
    return typst.Fonts(font_paths=[str(folder) for folder in folders])


def folders() -> tuple[Path, ...]:
    """The operator's own font folders."""
    return tuple(Path(folder) for folder in getattr(settings, "SHUANGSUIJI_FONT_FOLDERS", ()))


def chains(families: Sequence[str]) -> dict[str, list[str]]:
    """For each use the families that exist, best first. Raises FontMissing where one use has none."""
    here = set(families)
    found = {use: [family for family in chain if family in here] for use, chain in CHAINS.items()}
    if not all(found.values()):
        raise FontMissing(f"本机没有可用的中文字体，文书会显示为方框，因此不生成。{INSTALL}。")
    return {**found, "mono": [_MONO, *found["song"]]}


def fault() -> str:
    """For the system check: what is missing and what to install; empty where papers can be made."""
    try:
        chains(loaded(folders()).families())
    except FontMissing as missing:
        return f"{missing}"
    return ""
