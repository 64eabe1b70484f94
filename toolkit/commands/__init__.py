"""Commands: the toolkit from a shell."""
