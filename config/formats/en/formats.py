"""How dates are written in English here: 24 Nov 2026, 21:12 IST: the clock without a.m. and p.m., and whose it is."""

DATE_FORMAT = "j M Y"
SHORT_DATE_FORMAT = "j M Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j M Y, H:i T"
SHORT_DATETIME_FORMAT = "j M Y, H:i T"
YEAR_MONTH_FORMAT = "M Y"
MONTH_DAY_FORMAT = "j M"
