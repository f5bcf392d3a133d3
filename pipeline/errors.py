"""The errors that a person may see: each message is one sentence that says what happened, where, and what to do."""


class PipelineError(Exception):
    """Anything the pipeline can explain; the command line prints it without a traceback."""


class CorpusError(PipelineError):
    """The path of a corpus or of an output cannot be used as asked."""


class ReadError(PipelineError):
    """One document cannot be read; the run goes on without it."""


class ModelError(PipelineError):
    """A model is missing, is not the one its card names, or holds types that are not expected."""


class RuleError(PipelineError):
    """The user's own rules do not follow their format, or do not fit the shipped ones."""


class UnknownBody(PipelineError):
    """The registry has no body of that name."""


class AnnotationError(PipelineError):
    """A file of annotations or gold does not follow its format."""


class EngineError(PipelineError):
    """The work cannot be spread over workers as asked."""


class ExportError(PipelineError):
    """The output of a run cannot be written in another format, or to another place, as asked."""
