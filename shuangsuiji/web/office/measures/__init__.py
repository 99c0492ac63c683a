"""Pages of the measures register: what was done per class in a year, and by what it is shown (第六条（四）)."""
