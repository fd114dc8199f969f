"""How dates are written in Hindi here, where it is not as Django has it: a time says whose clock it is."""

TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i T"
SHORT_DATETIME_FORMAT = "j M Y, H:i T"
