"""What each table holds; `schema.py` builds and checks them."""
