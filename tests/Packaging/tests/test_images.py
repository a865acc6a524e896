import base64
import json
import os
import pathlib
import re
import secrets
import shutil
import subprocess
import sys
import unittest
import urllib.error
import urllib.request

from packages import dockerfile
from packages.assembly import is_compiled_ahead
from packages.image import DESK, POLICY, Image
from packages.processes import Running, give, program, run
from packages.repository import PACKAGING, ROOT, node, version

sys.path.insert(0, str(ROOT / "tests" / "Conformance"))
from conformance.tokens import AUDIENCE, ISSUER, Issuer  # noqa: E402


def setUpModule():
    Image.shared()


def tearDownModule():
    Image.shared().close()


def ask(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode()


class ImageCase(unittest.TestCase):
    path: pathlib.Path

    def setUp(self):
        self.image = Image.shared()
        self.final = dockerfile.parse(self.path)[-1]
        self.folder = self.image.folder / self.id().rsplit(".", 1)[-1]
        self.folder.mkdir()
        self.state = give(self.folder / "state")
        self.addCleanup(shutil.rmtree, self.folder)

    def command(self, *words: str) -> list[str]:
        return self.image.command(self.final.last("ENTRYPOINT").words) + list(words)

    def environment(self, settings: dict[str, str]) -> dict[str, str]:
        return self.image.environment(self.final, self.state, settings)

    def serve(self, settings: dict[str, str], *words: str) -> Running:
        return Running(self.command(*self.final.last("CMD").words, "--addresses-file", str(self.state / "addresses"), *words), self.environment(settings), "Serving ")

    def addresses(self) -> dict[str, str]:
        return json.loads((self.state / "addresses").read_text("utf-8"))

    def health(self, *words: str) -> subprocess.CompletedProcess[str]:
        """What HEALTHCHECK says, about another address."""
        check = json.loads(re.search(r"CMD (\[.*\])", self.final.last("HEALTHCHECK").value).group(1))
        return run(self.image.command(check) + list(words), self.environment({}))


class PolicySettings(ImageCase):
    path = POLICY

    def settings(self) -> dict[str, str]:
        issuer = Issuer(self.folder)
        self.token = issuer.token("tienda-alba", None)
        keys = self.folder / "keys"
        keys.write_text("k1:" + base64.b64encode(secrets.token_bytes(32)).decode() + "\n", "utf-8")
        return {
            "AIDESK_GRPC_ADDRESS": "127.0.0.1:0", "AIDESK_HTTP_ADDRESS": "127.0.0.1:0", "AIDESK_POLICY_DIR": str(ROOT / "policies"),
            "AIDESK_JWT_ISSUER": ISSUER, "AIDESK_JWT_AUDIENCE": AUDIENCE, "AIDESK_JWKS": str(issuer.jwks), "AIDESK_KEYS_FILE": str(keys),
        }


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


class ComposeRunTest(ImageCase):
    """The four services of compose.yaml without containers: their settings, commands and scripts as they stand, on Unix sockets and free ports."""

    path = DESK

    def setUp(self):
        super().setUp()
        self.services = node("yaml", str(PACKAGING / "compose.yaml"))[0]["services"]
        self.secrets = self.folder / "secrets"
        subprocess.run([PACKAGING / "compose" / "secrets.sh", self.secrets], check=True, capture_output=True)
        self.secrets.chmod(0o755)
        self.sockets = give(self.folder / "s")

    def redis(self) -> Running:
        command = [word.replace("/run/secrets", str(self.secrets)) for word in self.services["redis"]["command"]]
        data = give(self.folder / "redis")
        return Running([*command, "--port", "0", "--unixsocket", f"{self.sockets}/redis", "--dir", str(data)], {"PATH": os.environ["PATH"]}, "eady to accept")

    def postgres(self) -> Running:
        data = give(self.folder / "postgres")
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "PGHOST": str(self.sockets), "SECRETS": str(self.secrets)}
        made = run([program("initdb"), "-D", str(data), "-U", "postgres", "--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync"], environment)
        self.assertEqual(made.returncode, 0, made.stderr)
        (data / "pg_hba.conf").write_text("local all postgres trust\nlocal all all scram-sha-256\n", "utf-8")
        command = [program("postgres"), "-D", str(data), "-k", str(self.sockets), "-c", "listen_addresses="]
        server = self.enter(Running(command, environment, "ready to accept connections"))
        script = run(["bash", str(PACKAGING / "compose" / "databases.sh")], environment | {"PATH": f"{pathlib.Path(program('psql')).parent}:/usr/bin:/bin"})
        self.assertEqual(script.returncode, 0, script.stderr)
        return server

    def settings(self, name: str, changes: dict[str, str]) -> dict[str, str]:
        def here(value: str) -> str:
            return value.replace("/run/secrets", str(self.secrets)).replace("Host=postgres", f"Host={self.sockets}").replace("redis://redis:6379", f"unix:{self.sockets}/redis")

        return {key: here(str(value)) for key, value in self.services[name]["environment"].items()} | changes

    def enter(self, context: Running) -> Running:
        context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)
        return context

    def test_services_together_are_healthy(self):
        self.enter(self.redis())
        self.postgres()
        issuer = Issuer(self.folder)
        desk = self.enter(self.serve(self.settings("desk", {
            "AIDESK_DESK_HTTP_ADDRESS": "127.0.0.1:0", "AIDESK_DESK_GRPC_ADDRESS": "127.0.0.1:0", "AIDESK_DESK_JWT_ISSUER": ISSUER, "AIDESK_DESK_JWKS": str(issuer.jwks),
        })))
        desk_http = self.addresses()["desk_http"]
        self.assertEqual(self.health(desk_http).returncode, 0)
        keys = desk_http + "/.well-known/jwks.json"
        self.assertEqual(len(json.loads(ask(keys)[1])["keys"]), 1)

        self.final = dockerfile.parse(POLICY)[-1]
        self.state = give(self.folder / "policy-state")
        policy = self.enter(self.serve(self.settings("policy", {
            "AIDESK_GRPC_ADDRESS": "127.0.0.1:0", "AIDESK_HTTP_ADDRESS": "127.0.0.1:0", "AIDESK_JWKS": keys, "AIDESK_POLICY_DIR": str(ROOT / "policies"),
        })))
        policy_http = self.addresses()["http"]
        health = self.health(policy_http)
        self.assertEqual((health.returncode, health.stdout.strip()), (0, "200 ready"), "".join(policy.log))
        self.assertIn("aidesk_redis_up 1", ask(policy_http + "/metrics")[1])
        self.assertIn("aidesk_records_sink_up 1", ask(policy_http + "/metrics")[1])
        self.assertEqual((policy.stop(), desk.stop()), (0, 0), "".join(policy.log + desk.log))

    def test_redis_lets_the_service_decide_and_nothing_beyond_its_keys(self):
        self.enter(self.redis())
        issuer = Issuer(self.folder)
        self.final = dockerfile.parse(POLICY)[-1]
        wanted = {name: value for name, value in self.settings("policy", {}).items() if "POSTGRES" not in name}
        self.enter(self.serve(wanted | {
            "AIDESK_GRPC_ADDRESS": "127.0.0.1:0", "AIDESK_HTTP_ADDRESS": "127.0.0.1:0", "AIDESK_JWT_ISSUER": ISSUER, "AIDESK_JWKS": str(issuer.jwks),
            "AIDESK_POLICY_DIR": str(ROOT / "policies"), "AIDESK_REDIS_COMMAND_MS": "1000",
            # Else budgets would stay closed for a lease, since this Redis is new.
            "AIDESK_REDIS_RECOVER": "accept_overrun",
        }))
        address = self.addresses()["grpc"]
        for question in (["input", "hola, ¿dónde está mi pedido?"], ["tool", "--tool", "get_order", '{"order_id":"ORD-482913"}']):
            asked = run(self.command("check", *question, "--address", address, "--token", issuer.token("tienda-alba", None), "--json"), self.environment({}))
            self.assertEqual(asked.returncode, 0, asked.stdout + asked.stderr)
            self.assertNotIn("counters_", asked.stdout)
        client = ["redis-cli", "-s", f"{self.sockets}/redis"]
        password = (self.secrets / "redis_password").read_text("utf-8").strip()
        signed_in = {"PATH": os.environ["PATH"], "REDISCLI_AUTH": password}
        self.assertIn("NOAUTH", run([*client, "ping"], {"PATH": os.environ["PATH"]}).stdout)
        self.assertIn("NOPERM", run([*client, "--user", "aidesk", "get", "other"], signed_in).stdout)
        self.assertIn("NOPERM", run([*client, "--user", "aidesk", "flushall"], signed_in).stdout)

    def test_secrets_that_are_there_stay(self):
        before = {path.name: path.read_text("utf-8") for path in self.secrets.iterdir()}
        subprocess.run([PACKAGING / "compose" / "secrets.sh", self.secrets], check=True, capture_output=True)
        self.assertEqual({path.name: path.read_text("utf-8") for path in self.secrets.iterdir()}, before)


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
            shutil.copytree(ROOT / "policies" / name, folder / "..2026_01_01" / name)
            (folder / name).symlink_to(f"..data/{name}")
        (folder / "..data").symlink_to("..2026_01_01")
        with self.serve(self.settings() | {"AIDESK_SINGLE_REPLICA": "true", "AIDESK_POLICY_DIR": str(folder)}) as service:
            self.assertTrue(any("Serving 1 tenants (tienda-alba)" in line for line in service.log), "".join(service.log))
