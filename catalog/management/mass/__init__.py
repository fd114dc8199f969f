"""Big made-up catalogues, the same every time, for measuring."""
