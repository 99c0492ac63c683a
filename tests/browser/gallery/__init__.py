"""Pages made of every piece of docs/guide/pages.md, to be looked at and walked through. Not part of the product."""
