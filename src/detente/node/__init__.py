"""One party's copy: store, keys, sealing, admitting, carriers, receipts, recovery. Everything that touches the world is here or above."""
