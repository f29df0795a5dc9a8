"""The picture of the peers: how many entries a second each appends, replicates and verifies again, as bars in SVG."""

from html import escape

NAMES, WIDTH, GAP, TOP, STEP = 110, 210, 20, 44, 24
PHASES = {"append": "append durably", "replicate": "replicate and verify", "cold": "verify again, cold"}
LOOKS = {"detente": "#2f74c0", "detente-fsck": "#2f74c0", "floor": "#8a8a8a"}
OTHER = "#b9773a"


def picture(found):
    """One column of bars for each phase, one row for each peer; what `benchmarks.peers --out` writes goes in."""
    rates = found["peers"]
    height, parts = TOP + STEP * len(rates) + 10, []
    for row, name in enumerate(rates):
        y = TOP + STEP * row
        parts.append(f'<text x="{NAMES - 8}" y="{y + 13}" text-anchor="end">{escape(name)}</text>')
    for column, (phase, title) in enumerate(PHASES.items()):
        left = NAMES + column * (WIDTH + GAP)
        most = max(each[f"{phase}_cpu"] for each in rates.values())
        parts.append(f'<text x="{left}" y="30" font-weight="bold">{escape(title)}</text>')
        for row, (name, each) in enumerate(rates.items()):
            y, rate = TOP + STEP * row, each[f"{phase}_cpu"]
            long = max(1.0, (WIDTH - 70) * rate / most)
            parts.append(
                f'<rect x="{left}" y="{y}" width="{long:.1f}" height="17" fill="{LOOKS.get(name, OTHER)}"/>'
                f'<text x="{left + long + 5:.1f}" y="{y + 13}">{rate:,.0f}</text>'
            )
    said = "; ".join(f"{name}: " + ", ".join(f"{phase} {each[f'{phase}_cpu']:,.0f}" for phase in PHASES) for name, each in rates.items())
    width = NAMES + len(PHASES) * (WIDTH + GAP)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="title desc"'
        ' font-family="sans-serif" font-size="12" fill="#777">'
        f'<title id="title">Entries a second of each peer, by the time of the processors, {found["entries"]:,} entries</title>'
        f'<desc id="desc">{escape(said)}</desc>{"".join(parts)}</svg>\n'
    )
