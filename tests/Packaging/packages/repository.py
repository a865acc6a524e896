"""What the repository says of itself: version, settings, their defaults."""

import json
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[3]
PACKAGING = ROOT / "packaging"
NODE = ROOT / "tests" / "Packaging" / "node"


def version() -> str:
    return re.search(r"<Version>(.+)</Version>", (ROOT / "Directory.Build.props").read_text("utf-8")).group(1)


def variables() -> dict[str, str]:
    """Every AIDESK_* variable of docs/configuration.md, with the words of its default."""
    rows = re.findall(r"^\| `(AIDESK_\w+)` \| (.*) \|$", (ROOT / "docs" / "configuration.md").read_text("utf-8"), re.M)
    return {name: rest.split(" | ")[1] for name, rest in rows}


def default_port(variable: str) -> int:
    return int(re.search(r":(\d+)`", variables()[variable]).group(1))


def node(*arguments: str, text: str | None = None):
    """What node/tools.mjs prints, which is JSON."""
    run = subprocess.run(["node", str(NODE / "tools.mjs"), *arguments], input=text, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise RuntimeError(f"tools.mjs {' '.join(arguments)}: {run.stderr}")
    return json.loads(run.stdout)
