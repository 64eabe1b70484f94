"""Plots: a table in, Axes out."""
