#!/usr/bin/env python
"""Run an operator's command."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # What to set is for the operator; where it was missed is for nobody.
        sys.exit(str(error))


if __name__ == "__main__":
    main()
