"""Rule documents, item lists with their versions and items, marks, guides; working papers beside them.

Source: 第一条, 第二条, 第四条, 第六条, 第十七条; 30-domain §1, §5.
"""

from shuangsuiji.stages.items.models.document import RuleDocument
from shuangsuiji.stages.items.models.guide import CheckPoint, GuideDraft, GuideVersion
from shuangsuiji.stages.items.models.item import Item, ItemKind, ItemTerms
from shuangsuiji.stages.items.models.item_list import ItemList, ItemListVersion, ListKind
from shuangsuiji.stages.items.models.mark import RetiredItem, SpecialMark
from shuangsuiji.stages.items.models.working import DraftItem, VersionDraft

__all__ = [
    "CheckPoint",
    "DraftItem",
    "GuideDraft",
    "GuideVersion",
    "Item",
    "ItemKind",
    "ItemList",
    "ItemListVersion",
    "ItemTerms",
    "ListKind",
    "RetiredItem",
    "RuleDocument",
    "SpecialMark",
    "VersionDraft",
]
