"""公示、更正: what the public sees, and only from here.

Articles: 第四条、第六条、第七条、第八条、第十九条（四）、第二十一条.
Takes: what the other stages offer. Gives: published notices (later: results), the portal's read model `public`.
Never: changes a publication; shows the class of a named subject.
"""
