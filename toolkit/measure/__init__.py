"""Measures: tables in, tables out."""
