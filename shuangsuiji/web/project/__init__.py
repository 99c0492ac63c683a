"""Settings and addresses: the wiring, imported by nobody. Not built yet."""
