"""What holds on the floor of a hall: who is next, what can be booked, how long one waits."""
