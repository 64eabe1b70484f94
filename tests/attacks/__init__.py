"""Attacks: files, instruments, manifests and words that mean harm, each with its bounds."""
