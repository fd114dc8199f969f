"""Pages of cart and wishlists. All of it works by plain forms; scripts only save loading the page anew."""
