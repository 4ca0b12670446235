"""What is live: an ASGI process beside the pages, for `/live/` alone, that tells every screen what changed."""
