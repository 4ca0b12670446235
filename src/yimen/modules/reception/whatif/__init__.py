"""A day of a hall as it was, and as it would have been."""
