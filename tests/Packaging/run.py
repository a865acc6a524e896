"""Runs the tests of the packaging: run.py [NAME ...]. Prints `N passed, N failed` last; a skipped test counts as failed."""

import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent


def flatten(suite: unittest.TestSuite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from flatten(test)
        else:
            yield test


def main() -> int:
    words = sys.argv[1:]
    found = unittest.defaultTestLoader.discover(str(HERE / "tests"), top_level_dir=str(HERE))
    chosen = unittest.TestSuite(test for test in flatten(found) if not words or any(word in test.id() for word in words))
    outcome = unittest.TextTestRunner(verbosity=2).run(chosen)
    failed = len(outcome.failures) + len(outcome.errors) + len(outcome.skipped)
    # A fixture that failed kept its tests from running: they count once.
    passed = max(0, outcome.testsRun - failed)
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed or outcome.testsRun == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
