"""Pages of accounts: parse, one service call, present."""
