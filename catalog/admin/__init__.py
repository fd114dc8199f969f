"""The catalogue in the back office."""

from . import attributes, categories, imports, naming, products, restrictions

__all__ = ["attributes", "categories", "imports", "naming", "products", "restrictions"]
