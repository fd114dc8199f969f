"""Goods as files: one row for each variant, read and written a few at a time."""
