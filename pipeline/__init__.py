"""Vietnamese plan documents in, their agencies, references, dates, percentages, targets and tasks out.

>>> import pipeline
>>> pipeline.load_document.__name__
'load_document'
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.extract import extract as extract
    from pipeline.output.parquet import features as features
    from pipeline.readers import Document as Document
    from pipeline.readers import load_document as load_document
    from pipeline.run import run as run

__version__ = "0.1.0"
__all__ = ["Document", "__version__", "extract", "features", "load_document", "run"]

_HOME = {
    "Document": "pipeline.readers",
    "extract": "pipeline.extract",
    "features": "pipeline.output.parquet",
    "load_document": "pipeline.readers",
    "run": "pipeline.run",
}


def __getattr__(name: str) -> Any:
    """Imports what is public when it is first asked for, so that ``import pipeline`` costs nothing."""
    if name not in _HOME:
        raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
    globals()[name] = value = getattr(import_module(_HOME[name]), name)
    return value


class _Package(ModuleType):
    def __setattr__(self, name: str, value: object) -> None:
        # importing the modules `pipeline.run` and `pipeline.extract` would put them in the place of the functions of the same names
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
