import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest
import zipfile

from packages.repository import ROOT, version


class ToolTest(unittest.TestCase):
    """The package of `dotnet tool`, from the build that is there, installed from its folder."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="tool-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.environment = {name: value for name, value in os.environ.items() if not name.startswith("AIDESK_")}
        cls.environment |= {"MSBUILDDISABLENODEREUSE": "1", "UseSharedCompilation": "false", "DOTNET_CLI_TELEMETRY_OPTOUT": "1", "DOTNET_NOLOGO": "1"}
        cls.dotnet("pack", str(ROOT / "src" / "AiDesk"), "-c", "Release", "--no-build", "-o", str(cls.folder / "feed"), "-v", "q", "--nologo")
        # A cache of its own: the one of the machine may know another package of this version.
        cls.environment["NUGET_PACKAGES"] = str(cls.folder / "cache")
        cls.dotnet("tool", "install", "AiDesk", "--version", version(), "--tool-path", str(cls.folder / "bin"), "--source", str(cls.folder / "feed"))

    @classmethod
    def dotnet(cls, *words: str) -> None:
        run = subprocess.run(["dotnet", *words], cwd=cls.folder, env=cls.environment, capture_output=True, text=True, check=False)
        if run.returncode != 0:
            raise RuntimeError(run.stdout + run.stderr)

    def aidesk(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([self.folder / "bin" / "aidesk", *words], cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False)

    def test_tool_says_its_version(self):
        run = self.aidesk("--version")
        self.assertEqual((run.returncode, run.stdout.strip().split("+")[0]), (0, version()))

    def test_tool_validates_policies(self):
        run = self.aidesk("policy", "validate", str(ROOT / "policies"))
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def test_tool_finds_what_is_wrong(self):
        broken = self.folder / "broken" / "shop"
        broken.mkdir(parents=True)
        (broken / "policy.yaml").write_text("tenant: shop\nlocale: klingon\n", "utf-8")
        run = self.aidesk("policy", "validate", str(broken.parent))
        self.assertEqual(run.returncode, 1)
        self.assertIn("policy.yaml:2", run.stdout + run.stderr)

    def test_package_holds_samples_and_no_tests_of_them(self):
        package = next((self.folder / "feed").glob("*.nupkg"))
        with zipfile.ZipFile(package) as content:
            names = content.namelist()
        self.assertTrue(any(name.endswith("policies/tienda-alba/policy.yaml") for name in names))
        self.assertEqual([name for name in names if name.endswith("_test.yaml")], [])
