import re
import unittest

from packages import dockerfile
from packages.repository import PACKAGING, ROOT, node, variables

FILE = PACKAGING / "compose.yaml"
SECRET = re.compile(r"KEY|PASSWORD|TOKEN|SECRET")


class ComposeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.file = node("yaml", str(FILE))[0]
        cls.services = cls.file["services"]

    def test_file_follows_the_schema_of_the_specification(self):
        self.assertEqual(node("compose", str(FILE)), [])

    def test_services_are_the_four(self):
        self.assertEqual(set(self.services), {"desk", "policy", "redis", "postgres"})

    def test_services_are_hardened(self):
        for name, service in self.services.items():
            self.assertIs(service["read_only"], True, name)
            self.assertEqual(service["cap_drop"], ["ALL"], name)
            self.assertEqual(service["security_opt"], ["no-new-privileges:true"], name)
            self.assertNotIn("privileged", service, name)
            self.assertNotIn("cap_add", service, name)

    def test_services_run_as_somebody(self):
        for name, service in self.services.items():
            if "build" in service:
                path = (FILE.parent / service["build"]["context"] / service["build"]["dockerfile"]).resolve()
                user = dockerfile.parse(path)[-1].last("USER").words[0]
            else:
                user = service["user"]
            self.assertNotIn(user.split(":")[0], ("0", "root"), name)

    def test_images_are_pinned(self):
        for name, service in self.services.items():
            self.assertRegex(service["image"], r":\d+\.\d+(\.\d+)?(-[a-z]+)?$", name)

    def test_health_is_checked_and_waited_for(self):
        for name, service in self.services.items():
            self.assertTrue(service["healthcheck"]["test"], name)
            for other, how in service.get("depends_on", {}).items():
                self.assertEqual(how["condition"], "service_healthy", name)
                self.assertIn(other, self.services)

    def test_variables_are_documented(self):
        named = set(re.findall(r"\bAIDESK_\w+", FILE.read_text("utf-8")))
        self.assertEqual(sorted(named - set(variables())), [])

    def test_secrets_are_files_and_stand_nowhere(self):
        for name, service in self.services.items():
            for variable, value in service.get("environment", {}).items():
                if SECRET.search(variable) and variable.endswith("_FILE"):
                    self.assertIn(value.removeprefix("/run/secrets/"), service["secrets"], f"{name}: {variable}")
                else:
                    self.assertIsNone(SECRET.search(variable), f"{name}: {variable}")
                self.assertNotRegex(str(value), r"(?i)(password|pwd)\s*=|://[^/]*@", f"{name}: {variable}")
            for secret in service.get("secrets", []):
                self.assertIn(secret, self.file["secrets"])
        self.assertTrue(all(set(secret) == {"file"} for secret in self.file["secrets"].values()))

    def test_secrets_are_those_that_the_script_makes(self):
        script = (PACKAGING / "compose" / "secrets.sh").read_text("utf-8")
        for name in self.file["secrets"]:
            self.assertIn(name, script)

    def test_mounted_files_exist(self):
        for name, service in self.services.items():
            for volume in service["volumes"]:
                if isinstance(volume, dict):
                    source = re.sub(r"\$\{\w+:-(.*)\}", r"\1", volume["source"])
                    self.assertTrue((FILE.parent / source).exists(), f"{name}: {source}")
                    self.assertIs(volume["read_only"], True, name)
                else:
                    self.assertIn(volume.split(":")[0], self.file["volumes"], name)

    def test_state_volumes_are_those_of_the_images(self):
        for name in ("desk", "policy"):
            final = dockerfile.parse(ROOT / self.services[name]["build"]["dockerfile"])[-1]
            targets = [volume.split(":")[1] for volume in self.services[name]["volumes"] if isinstance(volume, str)]
            self.assertEqual(targets, final.last("VOLUME").words, name)

    def test_redis_keeps_what_it_is_given(self):
        command = self.services["redis"]["command"]
        options = dict(zip(command[1::2], command[2::2]))
        self.assertEqual((options["--appendonly"], options["--maxmemory-policy"]), ("yes", "noeviction"))

    def test_ports_are_this_hosts_only(self):
        published = {name: service["ports"] for name, service in self.services.items() if "ports" in service}
        self.assertEqual(set(published), {"desk"})
        self.assertTrue(all(port.startswith("127.0.0.1:") for port in published["desk"]))
        self.assertEqual(self.file["networks"]["inner"], {"internal": True})
