import json
import os
import pathlib
import shutil
import subprocess
import urllib.error
import urllib.request

from packages import dockerfile
from packages.cases import ISSUER, ImageCase, Issuer
from packages.image import DESK, POLICY
from packages.processes import Running, give, program, run
from packages.repository import PACKAGING, node


def ask(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode()


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
        self.issuer = Issuer(self.folder)

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
        # Where nobody may read it, wherever the repository is.
        script = run(["bash", shutil.copy(PACKAGING / "compose" / "databases.sh", self.folder)], environment | {"PATH": f"{pathlib.Path(program('psql')).parent}:/usr/bin:/bin"})
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
        desk = self.desk()
        desk_http = self.addresses()["desk_http"]
        self.assertEqual(self.health(desk_http).returncode, 0)
        keys = desk_http + "/.well-known/jwks.json"
        self.assertEqual(len(json.loads(ask(keys)[1])["keys"]), 1)

        self.final = dockerfile.parse(POLICY)[-1]
        self.state = give(self.folder / "policy-state")
        policy = self.enter(self.serve(self.settings("policy", {
            "AIDESK_GRPC_ADDRESS": "127.0.0.1:0", "AIDESK_HTTP_ADDRESS": "127.0.0.1:0", "AIDESK_JWKS": keys, "AIDESK_POLICY_DIR": str(self.image.app / "policies"),
        })))
        policy_http = self.addresses()["http"]
        health = self.health(policy_http)
        self.assertEqual((health.returncode, health.stdout.strip()), (0, "200 ready"), "".join(policy.log))
        self.assertIn("aidesk_redis_up 1", ask(policy_http + "/metrics")[1])
        self.assertIn("aidesk_records_sink_up 1", ask(policy_http + "/metrics")[1])
        self.assertEqual((policy.stop(), desk.stop()), (0, 0), "".join(policy.log + desk.log))

    def desk(self, **changes: str) -> Running:
        return self.enter(self.serve(self.settings("desk", {
            "AIDESK_DESK_HTTP_ADDRESS": "127.0.0.1:0", "AIDESK_DESK_GRPC_ADDRESS": "127.0.0.1:0", "AIDESK_DESK_JWT_ISSUER": ISSUER, "AIDESK_DESK_JWKS": str(self.issuer.jwks),
        } | changes)))

    def test_backup_of_the_desk_is_one_that_a_desk_starts_on(self):
        self.postgres()
        self.assertEqual(self.desk().stop(), 0)
        work = give(self.folder / "backup")
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "PGHOST": str(self.sockets), "PGUSER": "postgres"}

        def do(name: str, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
            return run([program(name), *words], environment | more)

        def tables(database: str) -> str:
            return do("psql", "-At", "-d", database, "-c", "SELECT schemaname, tablename FROM pg_tables ORDER BY 1, 2").stdout

        owner = do("pg_dump", "-Fc", "-f", str(work / "owner"), "aidesk_desk", PGUSER="aidesk_desk", PGPASSWORD=(self.secrets / "desk_password").read_text("utf-8").strip())
        self.assertNotEqual(owner.returncode, 0)
        self.assertIn("row-level security", owner.stderr)
        for words in (["pg_dump", "-Fc", "-f", str(work / "dump"), "aidesk_desk"], ["createdb", "-O", "aidesk_desk", "-T", "template0", "restored"], ["pg_restore", "--exit-on-error", "-d", "restored", str(work / "dump")]):
            done = do(*words)
            self.assertEqual(done.returncode, 0, done.stderr)
        self.assertGreater(len(tables("restored").splitlines()), 10)
        self.assertEqual(tables("restored"), tables("aidesk_desk"))
        settings = self.services["desk"]["environment"]["AIDESK_POSTGRES"].replace("Database=aidesk_desk", "Database=restored").replace("Host=postgres", f"Host={self.sockets}")
        (self.state / "addresses").unlink()
        self.desk(AIDESK_POSTGRES=settings)
        self.assertEqual(self.health(self.addresses()["desk_http"]).returncode, 0)

    def test_redis_lets_the_service_decide_and_nothing_beyond_its_keys(self):
        self.enter(self.redis())
        self.final = dockerfile.parse(POLICY)[-1]
        wanted = {name: value for name, value in self.settings("policy", {}).items() if "POSTGRES" not in name}
        self.enter(self.serve(wanted | {
            "AIDESK_GRPC_ADDRESS": "127.0.0.1:0", "AIDESK_HTTP_ADDRESS": "127.0.0.1:0", "AIDESK_JWT_ISSUER": ISSUER, "AIDESK_JWKS": str(self.issuer.jwks),
            "AIDESK_POLICY_DIR": str(self.image.app / "policies"), "AIDESK_REDIS_COMMAND_MS": "1000",
            # Else budgets would stay closed for a lease, since this Redis is new.
            "AIDESK_REDIS_RECOVER": "accept_overrun",
        }))
        address = self.addresses()["grpc"]
        for question in (["input", "hola, ¿dónde está mi pedido?"], ["tool", "--tool", "get_order", '{"order_id":"ORD-482913"}']):
            asked = run(self.command("check", *question, "--address", address, "--token", self.issuer.token("tienda-alba", None), "--json"), self.environment({}))
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
