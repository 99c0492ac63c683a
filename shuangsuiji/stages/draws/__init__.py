"""抽取: both lists by SSJ-DRAW/1, from the announcement to the drawn lists, in the database and in the log.

Articles: 第十二条、第十三条（二）、第十四条、第十六条.
Takes: Task and confirmations. Gives: `FrozenRoster`s, `Draw`, the record, the list of subjects and the list of inspectors.
Never: runs again on the same number; reads a clock to decide; shows a drawn name before dispatch.
"""
