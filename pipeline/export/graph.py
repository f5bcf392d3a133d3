"""Who cites what, as a graph: documents of the collection and the instruments that they name.

A document of the collection and the instrument that others cite are one node where type, number, year and, of a local body, place leave no doubt.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from pipeline.report.documents import Document, describe_document
from pipeline.report.instruments import key_of, level_of_instrument, name_of_instrument, own_key
from pipeline.schema import LegalRefNorm, Record

if TYPE_CHECKING:
    import networkx

_SEED = 0  # of the search for communities, whose result depends on chance
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_graphml(records: Iterable[Record], path: Path) -> None:
    """Writes :func:`reference_graph` as GraphML, which Gephi, Cytoscape, yEd and networkx read."""
    import networkx

    networkx.write_graphml(reference_graph(records), str(path), named_key_ids=True)


def reference_graph(records: Iterable[Record]) -> "networkx.MultiDiGraph[str]":
    """A directed graph: an edge from a document to each instrument that it names, one for each way in which it stands to it; where a document
    says that one instrument amends or replaces another, the edge is from the one to the other.

    A node has ``kind`` (``document``: it is in the collection; ``instrument``: it is only cited), ``label``, ``type``, ``number``, ``issued_on``, ``issuer``,
    ``level`` (``central``, ``province``, ``district``, ``commune``: the place in the cascade), ``cited_by`` (how many documents), ``community`` (from 1, the largest
    first; by Louvain's method, the same for the same graph), and of a document ``doc_id``, ``path`` and ``title``. What is not known is left out.
    An edge has ``type`` (``based_on``, ``implements`` ... ``cites``), ``mentions`` (how many), and ``cascade``, the levels that it leads from and to
    (``province > central``), where both are known. References whose instrument stays open are left out.
    """
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for index, record in enumerate(records):
        document = describe_document(index, record)
        source = own_key(record, document)
        if "doc_id" in graph.nodes.get(source, {}):  # the same document once more
            source = f"document:{record.id}"
        graph.add_node(source, **_about_document(record, document))
        for key, norm in _instruments(record).items():
            if key not in graph:
                graph.add_node(key, **_about_instrument(norm))
        for (citing, cited, type), mentions in sorted(_citations(record, source).items()):
            graph.add_edge(citing, cited, type, type=type, mentions=mentions + graph.get_edge_data(citing, cited, type, {"mentions": 0})["mentions"])
    _set_cascade(graph)
    _set_communities(graph)
    return graph


def _instruments(record: Record) -> dict[str, LegalRefNorm]:
    """By its node each instrument that a document names, with the norm of the first mention."""
    found: dict[str, LegalRefNorm] = {}
    for entity in record.entities:
        if entity.label == "LEGAL_REF" and (key := key_of(entity, record)):
            found.setdefault(key, entity.norm)
    return found


def _citations(record: Record, source: str) -> Counter[tuple[str, str, str]]:
    """How often a node cites another in a way: the document at ``source``, or the instrument that its text says to do so."""
    stands: dict[str, list[tuple[str, str | None]]] = {}
    for citation in [] if record.citations is UNSET else record.citations:
        stands.setdefault(citation.entity, []).append((citation.type, citation.by))
    keys = {entity.id: key_of(entity, record) for entity in record.entities if entity.label == "LEGAL_REF"}
    named = ((keys[by] if by else source, key, type) for id, key in keys.items() for type, by in stands.get(id, [("cites", None)]))
    return Counter((citing, cited, type) for citing, cited, type in named if citing and cited)


def _about_document(record: Record, document: Document) -> dict[str, Any]:
    label = " ".join(part for part in (document.type, document.number) if part) or document.title
    facts = {"kind": "document", "label": label, "type": document.type, "number": document.number, "issued_on": document.issued_on}
    facts |= {"issuer": document.issuer, "level": document.level or "", "doc_id": record.id, "path": document.path, "title": document.title}
    return _known(facts)


def _about_instrument(norm: LegalRefNorm) -> dict[str, Any]:
    facts = {"kind": "instrument", "label": name_of_instrument(norm), "type": norm.type, "number": norm.number, "issued_on": norm.issued_on}
    return _known(facts | {"issuer": norm.issuer, "level": level_of_instrument(norm)})


def _known(facts: Mapping[str, str | None]) -> dict[str, Any]:
    return {name: _NO_XML.sub("\ufffd", " ".join(value.split())) for name, value in facts.items() if value}


def _set_cascade(graph: "networkx.MultiDiGraph[str]") -> None:
    levels = graph.nodes(data="level")
    for source, target, about in graph.edges(data=True):
        if levels[source] and levels[target]:
            about["cascade"] = f"{levels[source]} > {levels[target]}"
    for node, about in graph.nodes(data=True):
        about["cited_by"] = len(set(graph.predecessors(node)) - {node})


def _set_communities(graph: "networkx.MultiDiGraph[str]") -> None:
    import networkx

    weights: Counter[tuple[str, str]] = Counter()
    for source, target, mentions in graph.edges(data="mentions"):
        weights[min(source, target), max(source, target)] += mentions
    links: networkx.Graph[str] = networkx.Graph()
    links.add_nodes_from(graph)
    links.add_weighted_edges_from((*pair, weight) for pair, weight in weights.items())
    order = {node: at for at, node in enumerate(graph)}
    found = [sorted(nodes, key=order.__getitem__) for nodes in networkx.community.louvain_communities(links, seed=_SEED)]
    for number, nodes in enumerate(sorted(found, key=lambda nodes: (-len(nodes), order[nodes[0]])), 1):
        for node in nodes:
            graph.nodes[node]["community"] = number
