"""What the commands let a person choose from; apart, so that `pipeline --help` and a plain run import nothing else of this folder."""

from enum import StrEnum


class UnitKind(StrEnum):
    """The sizes to choose from."""

    document = "document"
    section = "section"
    block = "block"


class How(StrEnum):
    """The ways to choose."""

    uncertain = "uncertain"
    random = "random"
    diverse = "diverse"


class Rule(StrEnum):
    """What decides where annotators differ."""

    agreeing = "agreeing"  # what more than half of them say
    senior = "senior"  # what the senior annotator says, where they read it
    open = "open"  # nothing: it stays unconfirmed, with the prediction
