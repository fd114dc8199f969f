"""Imported by the process that others are forked from: Django, and what their code needs."""

import django

django.setup()

import pytest  # noqa: E402, F401
from django.core.management import execute_from_command_line  # noqa: E402, F401
from django.urls import get_resolver  # noqa: E402

from tests.core import background  # noqa: E402, F401

# Commands check the addresses of all pages, which loads every view.
_views = get_resolver().url_patterns
