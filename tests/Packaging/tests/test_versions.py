import json
import re
import subprocess
import unittest

from packages.repository import PACKAGING, ROOT, node, version

CLIENTS = ROOT / "src" / "Clients"


class VersionTest(unittest.TestCase):
    def test_version_of_each_package_is_that_of_the_build_properties(self):
        found = {path.relative_to(ROOT): json.loads(path.read_text("utf-8"))["version"] for path in CLIENTS.glob("*/package.json")}
        for path in CLIENTS.glob("*/package-lock.json"):
            lock = json.loads(path.read_text("utf-8"))
            found[path.relative_to(ROOT)] = lock["version"]
            found[path.relative_to(ROOT), "package"] = lock["packages"][""]["version"]
        found["python"] = re.search(r'^version = "(.+)"$', (CLIENTS / "python" / "pyproject.toml").read_text("utf-8"), re.M).group(1)
        chart = node("yaml", str(PACKAGING / "helm" / "aidesk" / "Chart.yaml"))[0]
        found["chart"], found["chart's app"] = chart["version"], chart["appVersion"]
        for name, service in node("yaml", str(PACKAGING / "compose.yaml"))[0]["services"].items():
            if service["image"].startswith("aidesk-"):
                found["compose", name] = service["image"].split(":")[1]

        self.assertGreaterEqual(len(found), 9)
        self.assertEqual({where: what for where, what in found.items() if what != version()}, {})

    def test_version_stands_in_no_project_of_its_own(self):
        found = [str(path) for path in (ROOT / "src").glob("*/*.csproj") if re.search(r"<(Package)?Version>", path.read_text("utf-8"))]
        self.assertEqual(found, [])

    def test_version_script_prints_it(self):
        self.assertEqual(subprocess.run([PACKAGING / "version.sh"], capture_output=True, text=True, check=True).stdout.strip(), version())

    def test_version_script_refuses_what_is_none(self):
        for words in (["--set", "one"], ["--set", "1.2"], ["1.2.3"], ["--set"]):
            self.assertEqual(subprocess.run([PACKAGING / "version.sh", *words], capture_output=True, check=False).returncode, 2, words)
        self.assertEqual(subprocess.run([PACKAGING / "version.sh"], capture_output=True, text=True, check=True).stdout.strip(), version())


class ReleaseNotesTest(unittest.TestCase):
    @staticmethod
    def notes(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([PACKAGING / "release-notes.sh", *words], capture_output=True, text=True, check=False)

    def test_notes_without_a_version_are_what_is_not_released(self):
        changes = (ROOT / "CHANGELOG.md").read_text("utf-8").split("## Unreleased", 1)[1].split("\n## ", 1)[0].strip()
        run = self.notes()

        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertTrue(changes)
        self.assertIn(changes, run.stdout)
        self.assertIn(version(), run.stdout.splitlines()[0])

    def test_notes_of_a_version_that_is_not_there_are_an_error(self):
        run = self.notes("99.0.0")

        self.assertEqual((run.returncode, run.stdout), (1, ""))
        self.assertIn("99.0.0", run.stderr)
