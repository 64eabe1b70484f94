"""Quotations, transcripts and their speakers: what all methods share."""
