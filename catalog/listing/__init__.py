"""The listing read-model: facts about products become rows of shelves, which lists and searches read."""
