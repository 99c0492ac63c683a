"""An application of the bench only: one row that the log speaks for, and its twin that nobody speaks for."""
