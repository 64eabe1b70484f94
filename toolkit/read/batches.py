"""Tables that Arrow unpacks batch by batch, while the words of earlier batches are counted."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


def gather(
    batches: Iterable[pa.RecordBatch], schema: pa.Schema, text: int
) -> tuple[pa.Table, np.ndarray | None]:
    """Return the batches as one table, and the words of the column `text` if it is of text."""
    import numpy as np
    import pyarrow as pa

    from toolkit.text.word_counts import count_words_in

    counted = text >= 0 and is_text(schema.types[text])
    kept, counts = [], []
    with ThreadPoolExecutor(pa.cpu_count()) as threads:
        for batch in batches:
            kept.append(batch)
            if counted:
                counts.append(threads.submit(count_words_in, batch.column(text)))
        words = [np.zeros(0, np.int64), *(count.result() for count in counts)]
    return pa.Table.from_batches(kept, schema), np.concatenate(words) if counted else None


def is_text(kind: pa.DataType) -> bool:
    """Tell whether an Arrow column holds text."""
    import pyarrow as pa

    return pa.types.is_string(kind) or pa.types.is_large_string(kind)
