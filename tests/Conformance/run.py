"""Runs all cases against the bare service: run.py [NAME ...], with names only the cases whose name contains one of them."""

import sys

from conformance.bare import BareCaller
from conformance.running import report, run_all


def main() -> int:
    outcome = run_all(BareCaller, sys.argv[1:])
    failed = report(BareCaller.name, outcome)
    print(f"{len(outcome) - failed} passed, {failed} failed", flush=True)
    return 1 if failed or not outcome else 0


if __name__ == "__main__":
    sys.exit(main())
