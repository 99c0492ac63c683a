"""An application that exists in tests only: one consequential row with a column of every kind, one that never changes."""
