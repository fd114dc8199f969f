"""Figures that developers change."""

MOST_TARGETS = 200
MOST_TIERS = 20
MOST_PARTS = 20
MOST_UNITS = 100_000
MOST_CODES = 20_000
# So many rows an INSERT: the embedded database's only writer is soon free again.
CODES_A_STEP = 1_000
# A generated code that could be guessed is no code: so many possibilities for each one that is made.
ROOM_PER_CODE = 1_000
