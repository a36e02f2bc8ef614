"""Frames of entries that grow: in order, in few parts, and in no more memory than they need."""

from __future__ import annotations

from io import BytesIO

import polars as pl

MANY_PARTS = 10
"""Parts of a frame beyond which the latest are made one: each adds to every pass over a column."""


def in_order(frame: pl.DataFrame) -> pl.DataFrame:
    """Entries in the order of a case folder's files, in which every copy of a case has them."""
    return frame.sort("file", "row") if len(frame) > 1 else frame


def joined(frame: pl.DataFrame, fresh: pl.DataFrame) -> pl.DataFrame:
    """Entries with those added since, in order; what comes last anyway is not sorted anew."""
    last, first = frame.row(-1, named=True), fresh.row(0, named=True)
    whole = pl.concat([frame, fresh], rechunk=False)
    if (last["file"], last["row"]) >= (first["file"], first["row"]):
        return _compact(in_order(whole))
    return _merged(whole) if whole.n_chunks() > MANY_PARTS else whole


def _merged(frame: pl.DataFrame) -> pl.DataFrame:
    """The same with its latest parts as one: as many as come to half of the part before them."""
    rows = 0
    for length in reversed(frame.to_series().chunk_lengths()):
        if rows and length > 2 * rows:
            break
        rows += length
    return pl.concat([frame.head(-rows), _compact(frame.tail(rows))], rechunk=False)


def _compact(frame: pl.DataFrame) -> pl.DataFrame:
    """The same in as much memory as it needs.

    A column of text that was built from one entry has room for 8 kB, and a column made of such
    columns keeps all of them (`rechunk` and `shrink_to_fit` copy only where each text is): an entry
    would take 16 kB for as long as the process lives. Written out, it is the texts alone.
    """
    with BytesIO() as stream:
        frame.rechunk().write_ipc_stream(stream)
        stream.seek(0)
        return pl.read_ipc_stream(stream)
