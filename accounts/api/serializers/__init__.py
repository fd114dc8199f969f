"""Shapes of accounts on the wire. What is not listed here is neither read nor shown."""
