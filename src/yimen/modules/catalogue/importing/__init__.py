"""Taking in lists of items and guides as halls keep them, dirt and all."""
