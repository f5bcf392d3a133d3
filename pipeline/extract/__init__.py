"""Extractors: each finds one kind of thing in the flowing text of a document; none calls another, `extract` brings them together."""

from pipeline.extract.record import extract

__all__ = ["extract"]
