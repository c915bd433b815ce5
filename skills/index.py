"""The search index over the library: Chroma, made from the files, and made again whenever it does not fit them.

Each state of the files has a folder of its own, named by their hash, which is written once and then only read: several
writers on one Chroma folder corrupt it silently, and a reader never sees what another process adds.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import msgspec

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection
    from chromadb.types import Where

_COLLECTION = "skills"
#: Part of the hash: raise it when texts, vectors or settings change their meaning.
_FORMAT = "1"
#: Chroma takes some thousand vectors in one call.
_BATCH = 1000


class Document(msgspec.Struct, frozen=True):
    """What is searched for: one skill."""

    name: str
    text: str
    signature: str  #: what kind of task it is for


def search(folder: Path, documents: Sequence[Document], query: str, signature: str | None = None, limit: int = 16) -> list[str]:
    """Names of the documents most similar to `query`, best first, at most `limit`; only those with `signature`, if one is given.

    The index under `folder` is built first if it is missing, stale or broken; the caller holds the library's lock. Raises OSError.
    """
    if not documents:
        return []
    from chromadb.errors import ChromaError

    state, limit = _hash(documents), min(limit, len(documents))
    current = next(iter(folder.glob(f"{state}-*")), None)
    try:
        return _query(current or _build(folder, state, documents), query, signature, limit)
    except ChromaError:
        # Into a folder of another name: Chroma remembers by path that it could not open one.
        return _query(_build(folder, state, documents), query, signature, limit)


def _query(current: Path, query: str, signature: str | None, limit: int) -> list[str]:
    from worldsim.language.embed import embed

    client = _client(current)
    try:
        # Without embedding_function=None Chroma attaches a model of its own, which it would download.
        collection: Collection = client.get_collection(_COLLECTION, embedding_function=None)
        where: Where | None = None if signature is None else {"signature": signature}
        found = collection.query(query_embeddings=[embed(query).tolist()], n_results=limit, where=where, include=["distances"])
        # Equally similar ones come in any order, another one at every build.
        by_distance = zip(found["distances"] or [], found["ids"], strict=True)
        return [name for distances, names in by_distance for _, name in sorted(zip(map(_rounded, distances), names, strict=True))]
    finally:
        client.close()


def _rounded(distance: float) -> float:
    return round(distance, 5)


def _build(folder: Path, state: str, documents: Sequence[Document]) -> Path:
    """Build beside, then rename: an index that was cut off in the middle is never found. Then remove all others."""
    from worldsim.language.embed import embed

    folder.mkdir(parents=True, exist_ok=True)
    half = Path(tempfile.mkdtemp(prefix="half-", dir=folder))
    client = _client(half)
    try:
        collection = client.create_collection(_COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}})
        for begin in range(0, len(documents), _BATCH):
            batch = documents[begin : begin + _BATCH]
            collection.add(
                ids=[document.name for document in batch],
                embeddings=[embed(document.text).tolist() for document in batch],
                metadatas=[{"signature": document.signature} for document in batch],
            )
    finally:
        client.close()
    current = half.rename(folder / half.name.replace("half", state, 1))
    for other in folder.iterdir():
        if other != current:
            shutil.rmtree(other, ignore_errors=True)
    return current


def _client(folder: Path) -> Client:
    import chromadb
    from chromadb.config import Settings

    # Its declared type lacks `close`.
    return cast("Client", chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False)))


def _hash(documents: Sequence[Document]) -> str:
    content = msgspec.json.encode((_FORMAT, sorted(documents, key=lambda document: document.name)))
    return hashlib.sha256(content).hexdigest()[:16]
