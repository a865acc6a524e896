"""The policies folder of one run: every policy as it is, and a copy for each case that has a tenant of its own."""

from __future__ import annotations

import datetime
import pathlib
import shutil

from .loading import FOLDER, Case

# Stands in a policy for a day of the week that neither today nor tomorrow is, in any time zone.
CLOSED_DAY = "CLOSED_DAY"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def closed_day() -> str:
    return DAYS[(datetime.datetime.now(datetime.timezone.utc).weekday() + 3) % len(DAYS)]


def lay_out(cases: list[Case], target: pathlib.Path) -> None:
    """Writes the folder that the service is to read. The same cases give the same folder, but for the closed day."""
    closed = closed_day()
    for source in sorted((FOLDER / "policies").iterdir()):
        if source.is_dir():
            _copy(source, target / source.name, source.name, closed)
    for case in cases:
        if case.own_tenant:
            _copy(FOLDER / "policies" / case.policy, target / case.tenant, case.tenant, closed)


def _copy(source: pathlib.Path, target: pathlib.Path, tenant: str, closed: str) -> None:
    shutil.copytree(source, target)
    file = target / "policy.yaml"
    text = file.read_text("utf-8").replace(CLOSED_DAY, closed)
    file.write_text(text.replace(f"tenant: {source.name}\n", f"tenant: {tenant}\n", 1), "utf-8")
