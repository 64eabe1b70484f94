"""Targets: whom a framing term is aimed at, and in which role."""
