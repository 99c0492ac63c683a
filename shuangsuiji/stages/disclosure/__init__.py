"""公示、更正: the only stage that publishes. Not built yet.

Articles: 第四条、第六条、第七条、第八条、第十九条（四）、第二十一条.
Takes: what the other stages offer. Gives: `Publication`s, and `public`, the portal's read model.
Never: changes a publication; shows the class of a named subject.
"""
