"""Pages about messages, and what developers see of them."""
