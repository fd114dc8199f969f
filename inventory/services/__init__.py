"""What may be done with stock."""

from .alerts import resolve_alert, review_alerts, review_all, take_pending_alerts, tell_of_alert
from .counting import Count, CountedLine, apply_count, compare_count, compare_count_again
from .requests import ask_to_be_told, tell_who_asked
from .reservations import commit_stock, release_expired_holds, release_stock, reserve_stock, unsell_stock
from .stock import (
    change_stock,
    change_stock_rules,
    default_location,
    make_default_location,
    set_stock,
    stock_item,
    take_back,
    transfer_stock,
    write_stock,
)

__all__ = [
    "Count",
    "CountedLine",
    "apply_count",
    "ask_to_be_told",
    "change_stock",
    "change_stock_rules",
    "commit_stock",
    "compare_count",
    "compare_count_again",
    "default_location",
    "make_default_location",
    "release_expired_holds",
    "release_stock",
    "reserve_stock",
    "resolve_alert",
    "review_alerts",
    "review_all",
    "set_stock",
    "stock_item",
    "take_back",
    "take_pending_alerts",
    "tell_of_alert",
    "tell_who_asked",
    "transfer_stock",
    "unsell_stock",
    "write_stock",
]
