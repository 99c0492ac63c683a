"""Pages of tasks and their schemes, up to the point where the draw can be announced.

Source: 第二条, 第九条, 第十一条, 第十三条（一）; 70-interface §4 (`tasks/`).
"""
