"""Opening the index of a data folder, and following its changes."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from index.contents import assemble, require_encoder
from index.generation import current_name, load_current, write_generation
from index.options import PRODUCT, SearchOptions
from index.store import Store
from index.view import View, read_view
from index.writer_lock import WriterLock
from ingest.errors import StoreError


def open_view(store: Store, data: Path, encoder: str, options: SearchOptions = PRODUCT) -> View:
    """The index of ``data``, made again from the store where it does not match.

    Where another process is writing, or the disk refuses, the older generation serves with
    what is newer searched aside; without any, the index is made in memory, and so it is for
    options that index otherwise.

    Raises:
        StoreError: ``other_encoder``.
    """
    require_encoder(store, encoder)
    if not options.indexed_whole:
        current = current_name(data)
        return read_view(store, assemble(store, encoder, options=options), current)
    current, loaded = current_name(data), load_current(data)
    if loaded is None or not loaded[0].matches(store.state(), encoder):
        with suppress(StoreError), WriterLock(data):
            write_generation(store, data, encoder)
            current, loaded = current_name(data), load_current(data)
    if loaded is None or loaded[0].encoder != encoder:
        return read_view(store, assemble(store, encoder), current)
    return read_view(store, loaded[1], current)


def is_current(view: View, store: Store, data: Path) -> bool:
    """Whether nothing was committed since ``view`` was read. Cheap."""
    return current_name(data) == view.current and revision(store) == view.revision


def next_view(
    view: View,
    store: Store,
    data: Path,
    encoder: str,
    options: SearchOptions = PRODUCT,
) -> View:
    """What follows ``view``: the new generation, or the same one and what is newer.

    Raises:
        StoreError: ``other_encoder``.
    """
    if not options.indexed_whole:
        return open_view(store, data, encoder, options)
    require_encoder(store, encoder)
    current = current_name(data)
    if current != view.current:
        loaded = load_current(data)
        if loaded is not None and loaded[0].encoder == encoder:
            return read_view(store, loaded[1], current)
    return read_view(store, view.contents, current, view)


def revision(store: Store) -> int:
    """Number of write transactions of the store so far."""
    return int(store.meta("revision") or 0)
