import base64
import os
import secrets
import shutil

from packages.assembly import is_compiled_ahead
from packages.cases import ImageCase, PolicySettings
from packages.image import DESK, POLICY
from packages.processes import run
from packages.repository import version


class PolicyImageTest(PolicySettings):
    def test_image_starts_as_nobody_and_writes_its_state_only(self):
        before = {path: path.stat().st_mtime_ns for path in self.image.app.rglob("*")}
        with self.serve(self.settings() | {"AIDESK_SINGLE_REPLICA": "true"}) as service:
            addresses = self.addresses()
            self.assertEqual(self.health(addresses["http"]).returncode, 0)
            self.assertEqual(self.health(addresses["http"] + "/healthz/live").returncode, 0)
            self.assertEqual(self.health(addresses["http"] + "/nothing").returncode, 1)
            asked = run(self.command("check", "input", "--address", addresses["grpc"], "--token", self.token, "hola, ¿dónde está mi pedido?"), self.environment({}))
            self.assertEqual(asked.returncode, 0, asked.stderr)
            self.assertIn("allow", asked.stdout)
            self.assertEqual(service.stop(), 0, "".join(service.log))
        self.assertEqual(self.health(addresses["http"]).returncode, 3)
        self.assertEqual({path: path.stat().st_mtime_ns for path in self.image.app.rglob("*")}, before)
        self.assertTrue(any(self.state.iterdir()))

    def test_image_on_a_state_that_cannot_be_written_does_not_start(self):
        self.state.chmod(0o500)
        if os.geteuid() == 0:
            os.chown(self.state, 0, 0)
        ended = run(self.command("up", "--no-demo"), self.environment(self.settings() | {"AIDESK_SINGLE_REPLICA": "true"}))
        self.assertNotEqual(ended.returncode, 0)

    def test_image_without_settings_says_what_is_missing(self):
        ended = run(self.command(*self.final.last("CMD").words), self.environment({}))
        self.assertEqual(ended.returncode, 5)
        for name in ("AIDESK_JWT_ISSUER", "AIDESK_JWKS", "AIDESK_KEYS", "AIDESK_SINGLE_REPLICA"):
            self.assertIn(name, ended.stderr)

    def test_keys_in_both_places_are_refused(self):
        twice = self.settings() | {"AIDESK_SINGLE_REPLICA": "true", "AIDESK_KEYS": "k1:" + base64.b64encode(secrets.token_bytes(32)).decode()}
        ended = run(self.command("up", "--no-demo"), self.environment(twice))
        self.assertEqual(ended.returncode, 5)
        self.assertIn("AIDESK_KEYS_FILE", ended.stderr)

    def test_version_is_the_one(self):
        said = run(self.command("--version"), self.environment({})).stdout.strip()
        self.assertEqual(said.split("+")[0], version())


class PublishedTreeTest(ImageCase):
    path = POLICY

    def test_assemblies_are_all_compiled_ahead_of_time(self):
        names = {path.name: is_compiled_ahead(path) for path in self.image.app.glob("*.dll")}
        self.assertTrue(names["aidesk.dll"])
        self.assertEqual([name for name, ahead in names.items() if not ahead], [])

    def test_tree_has_samples_and_nothing_that_only_developers_read(self):
        self.assertTrue((self.image.app / "policies" / "tienda-alba" / "policy.yaml").is_file())
        self.assertEqual([path.name for path in self.image.app.rglob("*") if path.suffix in (".pdb", ".xml") or path.name.endswith("_test.yaml")], [])


class DeskImageTest(ImageCase):
    path = DESK

    def test_image_without_settings_says_what_is_missing(self):
        ended = run(self.command(*self.final.last("CMD").words), self.environment({}))
        self.assertEqual(ended.returncode, 5)
        self.assertIn("AIDESK_KEYS", ended.stderr)

    def test_nobody_answers_is_a_status_of_its_own(self):
        self.assertEqual(self.health("http://127.0.0.1:1").returncode, 3)
        self.assertEqual(self.health(f"unix:{self.state}/none").returncode, 3)
        self.assertEqual(self.health("nonsense").returncode, 2)


class ConfigMapTest(PolicySettings):
    """Policies as Kubernetes mounts a ConfigMap: links into a hidden folder."""

    def test_policies_of_a_config_map_are_served(self):
        folder = self.folder / "mounted"
        for name in ("_base", "tienda-alba"):
            shutil.copytree(self.image.app / "policies" / name, folder / "..2026_01_01" / name)
            (folder / name).symlink_to(f"..data/{name}")
        (folder / "..data").symlink_to("..2026_01_01")
        with self.serve(self.settings() | {"AIDESK_SINGLE_REPLICA": "true", "AIDESK_POLICY_DIR": str(folder)}) as service:
            self.assertTrue(any("Serving 1 tenants (tienda-alba)" in line for line in service.log), "".join(service.log))
