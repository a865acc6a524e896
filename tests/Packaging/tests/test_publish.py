import pathlib
import subprocess
import tempfile
import unittest

from packages.repository import PACKAGING

FULL = "full"
REFUSED = [
    ([], "RID and OUT"),
    (["linux-x64"], "RID and OUT"),
    (["win-x64", "out"], "win-x64"),
    (["linux-arm", "out"], "linux-arm"),
    (["linux-x64", "out", "--trimmed"], "--trimmed"),
    (["linux-x64", "out", "--self-contained", "more"], "RID and OUT"),
    (["linux-x64", FULL], "not an empty folder"),
    (["linux-x64", f"{FULL}/file"], "not an empty folder"),
]


class PublishTest(unittest.TestCase):
    def test_publish_of_what_cannot_be_says_so_and_makes_nothing(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / FULL).mkdir()
            (folder / FULL / "file").touch()
            for words, said in REFUSED:
                run = subprocess.run([PACKAGING / "publish.sh", *words], cwd=folder, capture_output=True, text=True, check=False)
                self.assertEqual(run.returncode, 2, words)
                self.assertIn(said, run.stderr, words)
            self.assertEqual(sorted(path.name for path in folder.rglob("*")), ["file", FULL])
