"""Figures that developers change."""

MOST_UNITS = 999
MOST_LINES = 100
# Idle carts are kept so long, counted from their last change.
KEPT_DAYS = 90
COOKIE_DAYS = 90
UNDO_MINUTES = 60
# Who left goods behind is reminded once, after so many hours, and by a link that works for so many days.
REMIND_AFTER_HOURS = 24
REMIND_WITHIN_DAYS = 7
RESTORE_DAYS = 30
ROWS_A_STEP = 200
MOST_WISHLISTS = 20
MOST_WISHES = 200
NOTE_LENGTH = 500
CODE_LENGTH = 60
