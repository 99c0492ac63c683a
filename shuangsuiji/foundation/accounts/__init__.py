"""Departments, sections (股室), persons, the offices they hold on a day, certificates, log-ins.

Source: 第三条, 第十四条, 第十五条, 第二十四条; 00-decisions, 11 and security profile; 80-reliability E11–E13.
Takes: what the three administrators enter. Gives: who somebody is, which offices he holds on a day, whether he may sign in.
Never: decides what an office may do; that is the one policy file. Never a person's name in a public entry of the log.
"""
