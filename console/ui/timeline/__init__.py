"""The table of events: rows, filter, folding, waterfall."""
