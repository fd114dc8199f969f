"""Says what is on each of the demo's pictures: which things, in which colours, before which backdrop."""

import functools
import re
from dataclasses import dataclass, replace

from catalog.demo.goods_table import Goods, read_goods
from catalog.demo.words import CATEGORIES, rows

# `kite:Red*3`: three red kites. `book@bird` has a bird on its cover, `herb/planter:Gold` stands in a golden pot.
THING = re.compile(r"(?P<name>[a-z@/]+)(:(?P<colour>\w+))?(\*(?P<count>\d))?")

# A product without so many pictures is shown from near by too.
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Look:
    name: str
    things: tuple[tuple[str, str], ...]
    stage: int
    # Lists show the front.
    is_front: bool = True
    is_turned: bool = False
    is_close: bool = False


@functools.cache
def _recipes() -> dict[str, str]:
    return dict(rows("looks"))


def looks(goods: Goods) -> list[Look]:
    """Return how a product looks in each of its colours, or from two sides if there is but one, and from near by."""
    views = _views(goods)
    near = replace(views[0], name=f"{goods.slug} close", stage=goods.number + 1, is_front=False, is_close=True)
    return [*views, near][: max(len(views), FEWEST)]


def _views(goods: Goods) -> list[Look]:
    recipes = _recipes()
    recipe = recipes.get(goods.name) or recipes.get(goods.family) or goods.family
    if goods.colours:
        dyed = [_look(f"{goods.slug} {colour}", recipe, colour, goods.number) for colour in goods.colours]
        return [dyed[0], *(replace(one, is_front=False) for one in dyed[1:])]
    (own,) = goods.facts.get("colour") or ("",)
    front = _look(goods.slug, recipe, own, goods.number)
    turned = {"name": f"{goods.slug} turned", "stage": goods.number + 2, "is_front": False, "is_turned": True}
    return [front, replace(front, **turned)]  # type: ignore[arg-type]


def shelf_look(slug: str) -> Look:
    """Return how a category looks."""
    return _look(f"shelf {slug}", CATEGORIES[slug].picture, "", [*CATEGORIES].index(slug))


def all_looks() -> list[Look]:
    return [*(one for goods in read_goods() for one in looks(goods)), *(shelf_look(slug) for slug in CATEGORIES)]


def _look(name: str, recipe: str, own: str, stage: int) -> Look:
    things = []
    for place, part in enumerate(recipe.split(" + ")):
        said = THING.fullmatch(part)
        if not said:
            raise ValueError(f"{name}: nobody knows how to show {part}.")
        colour = said["colour"] or ("" if place else own)
        things += [(said["name"], colour)] * int(said["count"] or 1)
    return Look(name, tuple(things), stage)
