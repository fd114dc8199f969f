"""Uploaded pictures: cleaned, kept once, offered in several sizes, and removed when nobody shows them."""

from .purposes import PURPOSES, Purpose, may_upload
from .renditions import WIDTHS, find_incomplete, render, render_incomplete
from .storing import PictureUnknown, keep, store_picture, take_picture
from .unused import find_unused, register_references, remove

__all__ = [
    "PURPOSES",
    "WIDTHS",
    "PictureUnknown",
    "Purpose",
    "find_incomplete",
    "find_unused",
    "keep",
    "may_upload",
    "register_references",
    "remove",
    "render",
    "render_incomplete",
    "store_picture",
    "take_picture",
]
