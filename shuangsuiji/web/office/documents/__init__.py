"""Pages of the register of rule documents.

Source: 第一条; 70-interface §4.
"""
