"""Exchange: annotations written for other programs, and codings that come back from them."""
