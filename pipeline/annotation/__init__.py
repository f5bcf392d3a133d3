"""Documents that people annotated: their format, what must hold of them, and how far annotators agree."""
