"""Names for the kinds of arrays that are handed around here."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Texts: TypeAlias = npt.NDArray[np.bytes_]
Bytes: TypeAlias = npt.NDArray[np.uint8]

NONE = -1  # in an array of whole numbers: nothing is known
