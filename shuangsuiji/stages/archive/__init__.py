"""立卷归档: everything of a case in one package that is readable without us. Not built yet.

Articles: 第二十六条.
Takes: all of it. Gives: `CaseFile` packages.
Never: repacks a sealed case; what comes later is a supplement.
"""
