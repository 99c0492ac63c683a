"""计划、方案、任务: what the year holds, and each drawing activity with its items, departments and window.

Articles: 第六条、第七条、第八条、第九条、第十一条、第十三条（一）.
Takes: item versions, class sizes. Gives: `Plan`, `PlanLine`, `Scheme`, `Task`.
Never: accepts a quota under the floor without reason and approval.
"""
