"""The pages of the window's desk, one idea a file."""
