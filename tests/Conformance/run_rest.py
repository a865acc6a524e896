"""Runs the cases against the service's REST: run_rest.py [NAME ...], with names only the cases whose name contains one of them."""

import sys

from conformance.loading import read_cases
from conformance.rest import RestCaller, is_for_rest
from conformance.running import report, run_all


def main() -> int:
    outcome = run_all(RestCaller, sys.argv[1:], http=True, cases=[case for case in read_cases() if is_for_rest(case)])
    failed = report(RestCaller.name, outcome)
    print(f"{len(outcome) - failed} passed, {failed} failed", flush=True)
    return 1 if failed or not outcome else 0


if __name__ == "__main__":
    sys.exit(main())
