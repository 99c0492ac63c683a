"""The first public page, and the index of articles that refusals link to."""
