"""检查对象名录库 in the office: the list, one file per firm, imports, classes, duplicates, changes.

Source: 第六条（一）（二）, 第十条; 70-interface §4 (`subjects/`).
"""
