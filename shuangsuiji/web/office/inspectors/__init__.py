"""执法人员名录库: list, one person's page, import, leave and recusals."""
