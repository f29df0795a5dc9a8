"""The web face: pages over views and node, each with a JSON twin, in three languages, without a line of inline script or style."""
