"""The trials of docs/security.md, each a command: `make trials`, or `python -m trials D1 D3`."""
