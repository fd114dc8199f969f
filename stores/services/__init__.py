"""Decisions and writes."""

from .owners import save_owner
from .stores import change_status, close_store, open_store, open_store_of_applicant, update_store

__all__ = [
    "change_status",
    "close_store",
    "open_store",
    "open_store_of_applicant",
    "save_owner",
    "update_store",
]
