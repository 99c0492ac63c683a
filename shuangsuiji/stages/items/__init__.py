"""抽查事项清单、工作指引: what may be inspected at all.

Articles: 第一条、第二条、第四条、第六条、第十七条.
Takes: legal bases. Gives: versioned item lists and guides; only a published version can be planned.
Never: edits a published version.
"""
