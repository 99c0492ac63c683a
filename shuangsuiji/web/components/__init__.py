"""Pieces of pages that every door uses: template tags, widgets, charts as SVG. Not built yet."""
