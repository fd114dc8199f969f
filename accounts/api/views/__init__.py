"""What the API answers about accounts."""
