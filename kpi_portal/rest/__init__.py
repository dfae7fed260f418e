"""What every endpoint shares, wired in by settings/rest.py: paging, allow-lists, scopes, limits, schema."""
