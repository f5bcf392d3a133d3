"""Training from annotations: `pipeline train themes` and `pipeline train ner`.

Nothing here is imported by a run. Training is seeded: the same annotations, rules and libraries give the same bytes.
"""
