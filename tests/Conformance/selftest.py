"""What must hold of the cases themselves, and of the runner. Prints `N passed, N failed` last; `--coverage` prints COVERAGE.md instead."""

import sys
import unittest

from conformance.coverage import Coverage
from conformance.loading import FOLDER, read_cases, read_profiles
from conformance.matching import ABSENT, mismatches
from conformance.shapes import twins
from conformance.templates import Scope

CASES = read_cases()
LEAST_CASES = 300


class CasesTest(unittest.TestCase):
    def test_cases_count_is_at_least_what_is_promised(self):
        self.assertGreaterEqual(len(CASES), LEAST_CASES)

    def test_cases_no_two_are_alike_but_for_literals(self):
        self.assertEqual(twins(CASES), [])

    def test_cases_every_combination_is_reached_or_cannot_be(self):
        self.assertEqual(list(Coverage(CASES).faults()), [])

    def test_cases_coverage_document_is_up_to_date(self):
        self.assertEqual((FOLDER / "COVERAGE.md").read_text("utf-8"), Coverage(CASES).document())

    def test_cases_every_one_expects_something_of_its_last_call(self):
        silent = [case.name for case in CASES if not case.steps[-1].get("expect")]
        self.assertEqual(silent, [])

    def test_cases_name_policies_and_services_that_exist(self):
        profiles = read_profiles()
        for case in CASES:
            self.assertIn(case.service, profiles, case.name)
            self.assertTrue((FOLDER / "policies" / case.policy / "policy.yaml").is_file(), case.name)


class MatchingTest(unittest.TestCase):
    MATCHES = [
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": 0, "b": "", "c": [], "d": False, "e": "0"}, {}),
        ({"a": {"$present": False}}, {}),
        ({"a": {"$present": True}}, {"a": "x"}),
        ({"a": {"$count": 2}}, {"a": [1, 2]}),
        ({"a": {"$count": 0}}, {}),
        ({"a": {"$has": [{"b": 1}]}}, {"a": [{"b": 2}, {"b": 1, "c": 3}]}),
        ({"a": {"$none": {"b": 1}}}, {"a": [{"b": 2}]}),
        ({"a": {"$regex": "^x+$"}}, {"a": "xx"}),
        ({"a": {"$not": {"$regex": "y"}}}, {"a": "xx"}),
        ({"a": {"$json": {"b": 1.0}}}, {"a": '{"b": 1}'}),
        ({"a": {"$at_least": 2, "$at_most": 3}}, {"a": "3"}),
        ({"v": "SWITCH_UNSPECIFIED"}, {}),
        ([1, {"a": 1}], [1, {"a": 1, "b": 2}]),
    ]
    DIFFERS = [
        ({"a": 1}, {"a": 2}),
        ({"a": 1}, {}),
        ({"a": True}, {"a": 1}),
        ({"a": "1"}, {"a": 1}),
        ({"a": []}, {"a": [1]}),
        ({"a": [1]}, {"a": [1, 2]}),
        ({"a": {"$present": True}}, {"a": ""}),
        ({"a": {"$present": False}}, {"a": 1}),
        ({"a": {"$has": [{"b": 3}]}}, {"a": [{"b": 2}]}),
        ({"a": {"$has": [1]}}, {}),
        ({"a": {"$none": {"b": 1}}}, {"a": [{"b": 1, "c": 1}]}),
        ({"a": {"$regex": "y"}}, {}),
        ({"a": {"$not": 1}}, {"a": 1}),
        ({"a": {"$json": {"b": 1}}}, {"a": "{"}),
        ({"a": {"$at_most": 2}}, {"a": 3}),
        ({"a": {"b": 1}}, {"a": "text"}),
    ]

    def test_mismatches_of_what_matches_is_empty(self):
        for expected, actual in self.MATCHES:
            self.assertEqual(mismatches(expected, actual), [], (expected, actual))

    def test_mismatches_of_what_differs_names_the_place(self):
        for expected, actual in self.DIFFERS:
            self.assertTrue(mismatches(expected, actual), (expected, actual))
        self.assertIn("a[0].b", mismatches({"a": [{"b": 1}]}, {"a": [{"b": 2}]})[0])

    def test_mismatches_of_an_unknown_matcher_is_an_error(self):
        with self.assertRaises(ValueError):
            mismatches({"$alike": 1}, ABSENT)


class TemplatesTest(unittest.TestCase):
    def test_fill_makes_ids_that_stay_in_a_case_and_differ_between_cases(self):
        first, second = Scope(), Scope()
        self.assertEqual(first.fill("${new.a}"), first.fill("${new.a}"))
        self.assertNotEqual(first.fill("${new.a}"), first.fill("${new.b}"))
        self.assertNotEqual(first.fill("${new.a}"), second.fill("${new.a}"))

    def test_fill_takes_values_of_earlier_answers(self):
        scope = Scope({"first": {"list": [{"x": 5}]}})
        self.assertEqual(scope.fill({"a": "${first.list.0.x}", "b": "n${first.list.0.x}"}), {"a": 5, "b": "n5"})

    def test_fill_of_a_name_that_is_not_there_is_an_error(self):
        for text in ("${none.a}", "${first.b}", "${first.list.4}"):
            with self.assertRaises(KeyError):
                Scope({"first": {"list": []}}).fill(text)

    def test_fill_makes_long_texts_and_lists(self):
        self.assertEqual(Scope().fill({"$join": ["a", {"$repeat": ["bc", 2]}]}), "abcbc")
        self.assertEqual(Scope().fill({"$each": [2, {"id": "p#"}]}), [{"id": "p0"}, {"id": "p1"}])


if __name__ == "__main__":
    if sys.argv[1:] == ["--coverage"]:
        print(Coverage(CASES).document(), end="")
        sys.exit(0)
    outcome = unittest.TextTestRunner().run(unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"]))
    failed = len(outcome.failures) + len(outcome.errors) + len(outcome.skipped)
    print(f"{outcome.testsRun - failed} passed, {failed} failed", flush=True)
    sys.exit(1 if failed or outcome.testsRun == 0 else 0)
