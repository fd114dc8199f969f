"""Text as people type and paste it, and as it is kept."""

import unicodedata

# What would turn the text around it, and what takes no room. The joiners stay: Indian scripts are written with them.
UNSEEN = dict.fromkeys(
    [0xAD, 0x200B, 0x2060, 0xFEFF, 0x200E, 0x200F, 0x61C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
BREAKS = frozenset({"Cc", "Zl", "Zp"})


def one_line(text: str) -> str:
    """Return the text in one line: composed, without control and direction marks, runs of blanks made one."""
    shown = "".join(" " if unicodedata.category(char) in BREAKS else char for char in text.translate(UNSEEN))
    return unicodedata.normalize("NFC", " ".join(shown.split()))


def typed_code(text: str) -> str:
    """Return a code as it arrives, without blanks, dashes or a full stop, and with digits of any script in ASCII."""
    kept = (char for char in unicodedata.normalize("NFKC", text) if char.isalnum())
    return "".join(str(unicodedata.digit(char, char)) for char in kept)
