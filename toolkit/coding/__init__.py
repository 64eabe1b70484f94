"""Hand-coding: samples to code, agreement of coders, accuracy of what was found, corrections."""
