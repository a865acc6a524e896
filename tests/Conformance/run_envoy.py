"""Runs the cases of envoy/ against the service: run_envoy.py [NAME ...], with names only the cases whose name contains one of them."""

import sys

from conformance.envoy import EnvoyCaller, EnvoyRun
from conformance.loading import FOLDER, read_cases
from conformance.running import report, run_all


def main() -> int:
    outcome = run_all(EnvoyCaller, sys.argv[1:], cases=read_cases(FOLDER / "envoy"), run=EnvoyRun)
    failed = report(EnvoyCaller.name, outcome)
    print(f"{len(outcome) - failed} passed, {failed} failed", flush=True)
    return 1 if failed or not outcome else 0


if __name__ == "__main__":
    sys.exit(main())
