"""抽取: the pages of the ceremony, from the announcement to the lists."""
