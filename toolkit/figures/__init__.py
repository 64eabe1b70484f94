"""Figures with receipts: written, verified, packed."""
