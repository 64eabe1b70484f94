"""Instruments: what a researcher writes by hand, actors, frames and events."""
