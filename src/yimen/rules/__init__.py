"""What the law says: pure functions over values; no Django, no I/O, no clock."""
