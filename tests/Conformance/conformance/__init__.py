"""Runs the cases of tests/Conformance against a policy service, through whatever calls it. See the README beside."""
