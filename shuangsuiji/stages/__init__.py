"""The steps of an inspection in the order of 第十三条（一）–（三）. Folders sort by alphabet, so the order stands here.

    items ──┐
            ├─► plans ─► draws ─► inspections ─► disclosure ─► followup ─► archive
    registry┘
    清单、两库   计划任务   抽取       派发检查         公示            后续         归档

Data flows to the right, imports point to the left: a lower stage never asks a higher one. What it needs of later facts is
written down to it by the later act, in the same transaction. The list below, contract 2 and the picture in
`ARCHITECTURE.md` are views of one list; a test fails when they differ.
"""

PIPELINE: tuple[str, ...] = (
    "items",
    "registry",
    "plans",
    "draws",
    "inspections",
    "disclosure",
    "followup",
    "archive",
)
