"""How days and moments are written and read in forms: 2026-03-12, as browsers and tables here have them (20-house §12)."""
