"""Formats: what press databases export, one module per format, recognised by content."""
