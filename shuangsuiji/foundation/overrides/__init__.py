"""Dated stricter or superior measures laid over a parameter, each with its document number. Not built yet.

Source: 第六条（四）. Never: edits the parameter file; changes a Task already born.
"""
