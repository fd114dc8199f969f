"""Pages of the catalogue: read the address, ask the listing, present. Strangers all get the same bytes."""
