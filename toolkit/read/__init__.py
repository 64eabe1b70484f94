"""Reading: from files to articles."""
