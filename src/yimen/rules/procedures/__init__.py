"""The procedures a hall knows, each in its editions."""
