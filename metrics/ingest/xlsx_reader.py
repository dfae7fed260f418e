"""placeholder"""
from __future__ import annotations
from typing import Any
def read_xlsx(*a: Any) -> Any: ...
