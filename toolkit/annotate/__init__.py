"""Annotation: from articles to framing terms with their voices and targets."""
