"""抽取: both lists by SSJ-DRAW/1. The ceremony on a folder is in `web.console`; the one with a database is not built yet.

Articles: 第十二条、第十三条（二）、第十四条、第十六条.
Takes: Task and confirmations. Gives: `FrozenRoster`s, `Draw`, the record, the list of subjects and the list of inspectors.
Never: runs again on the same number; reads a clock to decide.
"""
