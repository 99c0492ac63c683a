"""派发、组队、预查、告知、现场、记录、结果: one subject, one team, one visit (一户一表). Built so far: 派发, 小组, 调整更换.

Articles: 第十四条 to 第二十条.
Takes: drawn lists. Gives: `Inspection`, `Part`, `Team`, `RecordForm`, `Result`.
Never: adds, drops or swaps a subject.
"""
