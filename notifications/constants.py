"""Numbers with their unit that developers change."""

MOST_RECIPIENTS_BY_ID = 500
LONGEST_SUBJECT = 200
LONGEST_TEXT = 10_000
LONGEST_SMS = 300
