"""Shipping in the back office."""

from . import pages

__all__ = ["pages"]
