"""Reading: from files to articles, and the instruments that a researcher writes."""
