"""Ratios measured side by side in one run: limits of the machine, ingest, peers, queries, pages. `make bench`."""
