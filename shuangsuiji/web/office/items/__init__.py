"""Pages of item lists and guides.

Source: 第二条, 第四条, 第六条, 第十七条; 70-interface §4 (`items/`).
"""
