"""Stock in the back office."""

from . import stock

__all__ = ["stock"]
