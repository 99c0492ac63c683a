"""Published lists, plans and filings, from the read model alone.

Source: 第四条; 70-interface §4 (`/open/items|plans|filings/`).
"""
