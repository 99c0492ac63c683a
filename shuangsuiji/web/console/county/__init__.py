"""The demo county: a synthetic 濮阳县 whose firms, inspectors and item list come out the same on every machine.

Takes: a year, a day and a size. Gives: rows, in the columns a real county's files have.
Never: a real firm, a real person, a random number, a clock. Only the names and codes of the townships are real.
"""
