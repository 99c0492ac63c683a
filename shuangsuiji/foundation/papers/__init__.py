"""Papers: a form and a plain dict become bytes with a digest; the same dict gives the same bytes.

Source: 第十条, 第十三条（二）, 第十九条, 第二十六条; 70-interface §9; GB/T 9704-2012. Modules: `forms` (the register), `fonts` (found, never
shipped), `qr`, `rendering` (typst), `numbering`, `keeping` (a paper on the shelf, its row in the open command).
Takes: JSON values. Gives: PDF/A. Never: user text read as markup; a file outside the forms' folder; a clock of its own.
"""
