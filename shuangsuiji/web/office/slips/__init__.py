"""Pages of problems and suggestions told to the coordinating section.

Source: 第三条; 70-interface §4 (`supervision/`).
"""
