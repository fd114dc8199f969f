"""Who carries messages out of the shop, behind one shape each for mail and SMS."""
