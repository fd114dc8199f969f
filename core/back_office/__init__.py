"""The back office at /admin/: its site, the base of every page, and the registries that apps join."""
