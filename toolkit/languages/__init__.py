"""Languages: the words that the annotation knows, one folder of lists a language."""
