"""办事指引: what each office does, when, on which provision and what must hold first; written by nobody, read off the tables.

Source: 70-interface §4 (help); core/rules/lifecycle, guards, articles.
"""
