"""Lists from real files: read in a limited process, checked row by row, reported in the words of a clerk.

Source: 第六条（一）（二）, 第十条; `30-domain` §4 and §12; E10-3 … E10-6. No Django, no database.
Takes: xlsx, xls, ods and csv files of strangers. Gives: `subjects.read_subjects`, `inspectors.read_inspectors`,
`items.read_items` → `readings.RosterReading`; reports (`report`), empty forms (`templates`), safe cells (`cells.neutral`).
Never: half a list; a guessed digit; a traceback for a file.

The way of a file: sniffing → packages or decoding (all in `child`, the limited process) → reader → tables (headers) →
checking with subjects, inspectors or items (cells: codes, dates, texts, wordings, towns; rows: duplicates) → readings.
"""
