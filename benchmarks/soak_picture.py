"""The picture of a soak: memory of each process and the load of the machine over time, as SVG."""

from html import escape

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BASE = 60, 600, 30, 250
LOOKS = {"rus": "#1f5fa8", "usa": "#a8431f", "host": "#3d7a3d", "door": "#7a5d9c"}
DASHES = {"rus": "", "usa": "7 3", "host": "2 2", "door": "1 4"}


def picture(samples):
    """RSS in megabytes over minutes; a name at the end of each line, and what it says in words."""
    end = max(sample["at"] for sample in samples) / 60
    top = 50 * (1 + int(max(sample[name]["rss"] for sample in samples for name in LOOKS if "rss" in sample.get(name, {})) / 50))

    def place(at, value):
        return LEFT + (RIGHT - LEFT) * at / 60 / end, BASE - (BASE - TOP) * value / top

    parts = []
    for number in range(0, top + 1, 50):
        y = place(0, number)[1]
        parts.append(
            f'<path d="M{LEFT} {y:.1f}H{RIGHT}" stroke="#8884"/><text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{number}</text>'
        )
    step = max(10, 10 * round(end / 60))
    for minute in range(0, int(end) + 1, step):
        x = place(60 * minute, 0)[0]
        parts.append(f'<text x="{x:.1f}" y="{BASE + 18}" text-anchor="middle">{minute}</text>')
    names = []
    for name, colour in LOOKS.items():
        points = [place(sample["at"], sample[name]["rss"]) for sample in samples if "rss" in sample.get(name, {})]
        drawn = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        parts.append(f'<path d="M{drawn}" fill="none" stroke="{colour}" stroke-width="1.5" stroke-dasharray="{DASHES[name]}"/>')
        names.append((points[-1][1], name, colour, samples[-1][name]["rss"]))
    lowest = -100.0
    for y, name, colour, value in sorted(names):  # no two names in one place
        lowest = max(y, lowest + 15)
        parts.append(f'<text x="{RIGHT + 8}" y="{lowest + 4:.1f}" fill="{colour}">{escape(name)} {value:.0f} MB</text>')
    said = f"Memory of four processes over {end:.0f} minutes: " + ", ".join(
        f"{name} {value:.0f} MB at the end" for _, name, _, value in names
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif" font-size="12" fill="#777">'
        f"<title>{escape(said)}</title>{''.join(parts)}"
        f'<text x="{LEFT}" y="16">MB of memory (RSS)</text><text x="{RIGHT}" y="{BASE + 36}" text-anchor="end">minutes</text></svg>\n'
    )
