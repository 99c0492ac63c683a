"""Departments, sections, people, posts, log-ins, and the access log: the pages of the three administrators.

Source: 第三条, 第五条, 第二十四条; 80-reliability E12. The system administrator enters who there is, the security administrator what they may do,
the audit administrator reads. The acts are those of `foundation.accounts`; nothing here has a business right.
"""
