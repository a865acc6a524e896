"""Runs every *_test.py beside it. Prints `N passed, N failed` last."""

import pathlib
import sys
import unittest

suite = unittest.defaultTestLoader.discover(str(pathlib.Path(__file__).parent), pattern="*_test.py")
outcome = unittest.TextTestRunner(verbosity=2).run(suite)
failed = len(outcome.failures) + len(outcome.errors) + len(outcome.skipped) + len(outcome.unexpectedSuccesses)
print(f"{outcome.testsRun - failed} passed, {failed} failed", flush=True)
sys.exit(1 if failed or outcome.testsRun == 0 else 0)
