"""What each table holds; `schema` builds and checks them."""
