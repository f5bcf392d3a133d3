"""Extractors: each finds one kind of thing in the flowing text of a document; none calls another."""
