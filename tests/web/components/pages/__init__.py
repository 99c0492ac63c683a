"""A small site of list, sheet and export pages, written as docs/guide/pages.md says."""
