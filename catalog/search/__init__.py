"""Finding products by words: the same words, the same hits and the same order on both databases."""
