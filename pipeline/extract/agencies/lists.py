"""What the names of bodies share in running text: elliptic lists, organs and offices before a body, generic nouns that a body owns."""

from collections.abc import Sequence

from pipeline.extract.agencies.abroad import with_countries
from pipeline.extract.agencies.defined import with_defined
from pipeline.extract.agencies.found import Found
from pipeline.extract.agencies.members import with_elliptic_members, with_opened_lists, with_second_fields
from pipeline.extract.agencies.owned import (
    with_committee_lists,
    with_committees,
    with_listed_organs,
    with_owned,
    with_parents,
    with_places_owned,
    with_prefixes,
)
from pipeline.extract.agencies.recipients import with_recipient_codes
from pipeline.extract.agencies.tails import with_shared_tails


def complete(flow: str, found: list[Found], recipients: Sequence[tuple[int, int]] = ()) -> list[Found]:
    """Finds of the scan with what lists and neighbours add to them, in order and without overlap."""
    found = with_elliptic_members(flow, with_opened_lists(flow, found))
    found = with_second_fields(flow, found)
    found = with_countries(flow, found)
    found = with_defined(flow, found)
    found = with_parents(flow, with_places_owned(flow, found))
    found = with_prefixes(flow, with_listed_organs(flow, with_committees(flow, found)))
    found = with_owned(flow, with_committee_lists(flow, found))
    found = with_shared_tails(flow, found)
    return with_recipient_codes(flow, found, recipients) if recipients else found
