"""What notebooks and terminals show of tables, instruments and articles."""
