"""Figures that developers change."""

# A shopper reads "only 3 left" from here down; the threshold of a stock item is for those who order goods.
FEW_LEFT = 5
LOW_STOCK_THRESHOLD = 10
# One step of tidying or telling: short enough that the embedded database's only writer is soon free again.
ROWS_A_STEP = 200
MOST_UNITS = 10_000_000
REQUESTS_PER_PERSON = 100
