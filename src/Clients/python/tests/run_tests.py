"""Runs every *_test.py beside it, or those whose name contains an argument. Prints `N passed, N failed` last."""

import pathlib
import sys
import unittest

pattern = f"*{sys.argv[1]}*_test.py" if len(sys.argv) > 1 else "*_test.py"
suite = unittest.defaultTestLoader.discover(str(pathlib.Path(__file__).parent), pattern=pattern)
outcome = unittest.TextTestRunner(verbosity=2).run(suite)
failed = len(outcome.failures) + len(outcome.errors) + len(outcome.skipped) + len(outcome.unexpectedSuccesses)
print(f"{outcome.testsRun - failed} passed, {failed} failed", flush=True)
sys.exit(1 if failed or outcome.testsRun == 0 else 0)
