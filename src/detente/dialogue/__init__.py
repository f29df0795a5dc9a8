"""Acts and their effect: a pure fold over the acts of a cut. No disk, no network, no clock."""
