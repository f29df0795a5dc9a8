"""Bytes and proof. Pure: bytes and values in, values out; no disk, no network, no clock. Knows nothing of diplomacy."""
