"""What the demo's shelves, makers and properties are called, in English and Hindi."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from catalog.enums import DataType

TABLES = Path(__file__).parent / "goods"


class Shelf(NamedTuple):
    within: str
    name: str
    hindi: str
    picture: str
    description: str
    in_hindi: str = ""


def rows(table: str) -> Iterator[list[str]]:
    """Yield the cells of a table's lines."""
    for line in (TABLES / f"{table}.txt").read_text(encoding="utf-8").splitlines():
        yield [cell.strip() for cell in line.split("|")]


CATEGORIES = {slug: Shelf(*about) for slug, *about in rows("categories")}
BRANDS = {name: (said, hindi) for name, said, hindi in rows("brands")}
# Tags, units and values of properties, where they are not the same in every language.
HINDI = dict(rows("words-hindi"))


class Property(NamedTuple):
    name: str
    hindi: str
    kind: DataType
    unit: str = ""
    axis: bool = False
    filter: bool = False


ATTRIBUTES = {
    "colour": Property("Colour", "रंग", DataType.COLOUR, axis=True, filter=True),
    "size": Property("Size", "साइज़", DataType.ENUM, axis=True, filter=True),
    "waist": Property("Waist", "कमर", DataType.INT, "in", axis=True, filter=True),
    "shoe": Property("Shoe size (UK)", "जूते का नंबर (UK)", DataType.INT, axis=True, filter=True),
    "storage": Property("Storage", "स्टोरेज", DataType.INT, "GB", axis=True, filter=True),
    "pack": Property("Pack", "पैक", DataType.ENUM, axis=True, filter=True),
    "diameter": Property("Diameter", "व्यास", DataType.INT, "cm", axis=True),
    "volume": Property("Volume", "मात्रा", DataType.INT, "ml", axis=True),
    "capacity": Property("Capacity", "क्षमता", DataType.INT, "L", axis=True),
    "height": Property("Height", "ऊँचाई", DataType.INT, "cm", axis=True),
    "frame": Property("Frame", "फ़्रेम", DataType.ENUM, axis=True),
    "bat": Property("Bat size", "बल्ले का नाप", DataType.ENUM, axis=True),
    "hand": Property("Hand", "हाथ", DataType.ENUM, axis=True),
    "speed": Property("Speed", "गति", DataType.INT, axis=True),
    "power_reading": Property("Reading power", "पढ़ने का नंबर", DataType.ENUM, axis=True),
    "material": Property("Material", "सामग्री", DataType.ENUM, filter=True),
    "fabric": Property("Fabric", "कपड़ा", DataType.ENUM, filter=True),
    "organic": Property("Organic", "जैविक", DataType.BOOL, filter=True),
    "wireless": Property("Wireless", "वायरलेस", DataType.BOOL, filter=True),
    "waterproof": Property("Waterproof", "जलरोधी", DataType.BOOL, filter=True),
    "vegetarian": Property("Vegetarian", "शाकाहारी", DataType.BOOL),
    "battery": Property("Battery life", "बैटरी", DataType.INT, "h", filter=True),
    "memory": Property("Memory", "मेमोरी", DataType.INT, "GB", filter=True),
    "screen": Property("Screen", "स्क्रीन", DataType.FLOAT, "in", filter=True),
    "megapixels": Property("Resolution", "रिज़ॉल्यूशन", DataType.INT, "MP"),
    "power": Property("Power", "शक्ति", DataType.INT, "W"),
    "warranty": Property("Warranty (years)", "वारंटी (वर्ष)", DataType.INT),
    "set": Property("Pieces in the set", "सेट में नग", DataType.INT),
    "pieces": Property("Pieces", "टुकड़े", DataType.INT),
    "pages": Property("Pages", "पृष्ठ", DataType.INT),
    "author": Property("Author", "लेखक", DataType.STRING),
    "language": Property("Language", "भाषा", DataType.ENUM, filter=True),
    "light": Property("Light", "रोशनी", DataType.ENUM, filter=True),
}

COLOURS = {
    "Black": ("#26262b", "काला"),
    "White": ("#f6f5f1", "सफ़ेद"),
    "Silver": ("#b9bcc4", "चाँदी"),
    "Grey": ("#7d8089", "स्लेटी"),
    "Blue": ("#2f6fc4", "नीला"),
    "Indigo": ("#39428f", "जामुनी नीला"),
    "Teal": ("#2b8c8c", "फ़िरोज़ी"),
    "Green": ("#4c9a52", "हरा"),
    "Yellow": ("#ecc23c", "पीला"),
    "Orange": ("#e37f2f", "नारंगी"),
    "Red": ("#c22f3b", "लाल"),
    "Pink": ("#dd6f96", "गुलाबी"),
    "Purple": ("#7c4ba0", "बैंगनी"),
    "Brown": ("#7a4f35", "भूरा"),
    "Beige": ("#dcc7a6", "बेज"),
    "Gold": ("#c9a03f", "सुनहरा"),
}

# Sizes in the order in which people look for theirs; others come after them.
SIZES = ("S", "M", "L", "XL", "XXL")
YES_AND_NO = {"yes": "हाँ", "no": "नहीं"}
