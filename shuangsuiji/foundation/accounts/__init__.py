"""Departments, sections (股室), users, offices (分管负责人, 主要负责人) and certificates. Not built yet.

Gives: who somebody is and which offices he holds on a day. Never: decides what an office may do; that is the one policy file.
"""
