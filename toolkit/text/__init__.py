"""Text: words, sentences, quotations and the patterns that find them."""
