"""The rules as code: numbers as data, one short function per rule, every refusal with its article and its way out.

Source: all articles; `articles.toml` says where each lives. Gives: Findings. Never: the text of an article, a clock, I/O
beyond the packaged TOML files.
"""
