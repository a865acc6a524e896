import re
import unittest

from packages.chart import CASES, CHART, Helm, containers, pod, text
from packages.repository import default_port, node, variables

PORTS = {"policy": ["AIDESK_GRPC_ADDRESS", "AIDESK_HTTP_ADDRESS"], "desk": ["AIDESK_DESK_HTTP_ADDRESS", "AIDESK_DESK_GRPC_ADDRESS"]}
OURS = set(PORTS)

# What the chart refuses, by the file it starts from, and a word of its answer.
REFUSED = [
    ("shared", ["redis.url="], "redis.url"),
    ("shared", ["secrets.keys.name="], "secrets.keys.name"),
    ("shared", ["identity.issuer="], "identity.issuer"),
    ("shared", ["identity.jwksConfigMap.name=other"], "identity"),
    ("shared", ["policies.persistentVolumeClaim=other"], "policies"),
    ("shared", ["policies.configMap.name="], "policies"),
    ("shared", ["mode=both"], "mode"),
    ("shared", ["replicas=0"], "replicas"),
    ("shared", ["identity.jwks=http://id.example/jwks.json"], "jwks"),
    ("shared", ["redis.url=redis://user:word@redis:6379"], "redis"),
    ("shared", ["records.postgres=Host=db;Password=word"], "postgres"),
    ("shared", ["policy.env[0].name=PATH,policy.env[0].value=x"], "env"),
    ("shared", ["polices.files.x=y"], "polices"),
    ("desk", ["tls.secretName=some"], "tls.secretName"),
    ("desk", ["desk.postgres="], "desk.postgres"),
    ("desk", ["desk.issuer="], "desk.issuer"),
    ("desk", ["identity.issuer=https://id.example"], "identity"),
    ("desk", ["agent.containers[0].name=agent"], "agent.containers"),
    ("agent", ["agent.containers=null"], "agent.containers"),
    ("agent", ["replicas=2"], "redis.url"),
]


class ChartTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.helm = cls.enterClassContext(Helm())
        cls.rendered = {case.stem: cls.helm.template(case) for case in CASES}

    def test_lint_finds_nothing(self):
        for case in CASES:
            run = self.helm.run("lint", str(CHART), "--strict", "-f", str(case))
            self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def test_objects_follow_the_schemas_of_the_api(self):
        for case, objects in self.rendered.items():
            self.assertEqual(node("kubernetes", text=text(objects)), [], case)

    def test_kinds_are_those_of_the_mode(self):
        always = {"StatefulSet", "Service", "ServiceAccount", "PodDisruptionBudget", "NetworkPolicy"}
        kinds = {case: {found["kind"] for found in objects} for case, objects in self.rendered.items()}
        self.assertEqual(kinds, {"shared": always | {"HorizontalPodAutoscaler"}, "desk": always, "agent": always | {"ConfigMap"}})

    def test_defaults_alone_say_everything_that_is_missing(self):
        run = self.helm.run("template", "rel", str(CHART))
        self.assertNotEqual(run.returncode, 0)
        for word in ("secrets.keys.name", "redis.url", "policies", "identity.issuer", "identity: one of jwks"):
            self.assertIn(word, run.stderr)

    def test_values_that_cannot_be_are_refused(self):
        for case, settings, word in REFUSED:
            run = self.helm.run("template", "rel", str(CHART), "-f", str(CHART / "ci" / f"{case}.yaml"), "--set", ",".join(settings))
            self.assertNotEqual(run.returncode, 0, (case, settings))
            self.assertIn(word, run.stderr, (case, settings))

    def test_pods_have_no_rights(self):
        for case, objects in self.rendered.items():
            found = pod(objects)
            self.assertIs(found["securityContext"]["runAsNonRoot"], True, case)
            self.assertNotEqual(found["securityContext"]["runAsUser"], 0, case)
            self.assertEqual(found["securityContext"]["seccompProfile"], {"type": "RuntimeDefault"}, case)
            self.assertIs(found["automountServiceAccountToken"], False, case)
            self.assertIs(found["enableServiceLinks"], False, case)
            for container in containers(objects):
                if container["name"] in OURS:
                    security = container["securityContext"]
                    self.assertEqual(
                        (security["readOnlyRootFilesystem"], security["runAsNonRoot"], security["allowPrivilegeEscalation"], security["capabilities"]),
                        (True, True, False, {"drop": ["ALL"]}),
                        (case, container["name"]),
                    )

    def test_probes_ask_ports_that_are_there(self):
        for case, objects in self.rendered.items():
            for container in containers(objects):
                if container["name"] in OURS:
                    names = {port["name"] for port in container["ports"]}
                    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
                        self.assertIn(container[probe]["httpGet"]["port"], names, (case, container["name"], probe))
                        self.assertEqual(container[probe]["httpGet"].get("scheme", "HTTP"), "HTTPS" if case == "shared" else "HTTP", (case, probe))

    def test_ports_are_the_documented_defaults_and_what_is_listened_on(self):
        for case, objects in self.rendered.items():
            for container in containers(objects):
                if container["name"] in OURS:
                    settings = {entry["name"]: entry["value"] for entry in container["env"]}
                    listening = {int(settings[name].rsplit(":", 1)[1]) for name in PORTS[container["name"]]}
                    self.assertEqual(listening, {default_port(name) for name in PORTS[container["name"]]}, case)
                    self.assertLessEqual({port["containerPort"] for port in container["ports"]}, listening, case)

    def test_services_lead_to_ports_of_the_pod(self):
        for case, objects in self.rendered.items():
            names = {port["name"] for container in containers(objects) for port in container.get("ports", [])}
            labels = next(found for found in objects if found["kind"] == "StatefulSet")["spec"]["template"]["metadata"]["labels"]
            for service in (found for found in objects if found["kind"] == "Service"):
                self.assertLessEqual({port["targetPort"] for port in service["spec"]["ports"]}, names, case)
                self.assertLessEqual(service["spec"]["selector"].items(), labels.items(), case)

    def test_network_lets_in_what_is_served_and_nothing_else(self):
        wanted = {"shared": {7070, 7071}, "desk": {7080, 7081, 7071}, "agent": {7071}}
        for case, objects in self.rendered.items():
            rules = next(found for found in objects if found["kind"] == "NetworkPolicy")["spec"]
            self.assertEqual({port["port"] for rule in rules["ingress"] for port in rule["ports"]}, wanted[case], case)
            self.assertTrue(all(rule["from"] for rule in rules["ingress"]), case)
            self.assertEqual(rules["policyTypes"], ["Ingress", "Egress"], case)

    def test_sidecar_is_reached_on_loopback_only(self):
        for case in ("desk", "agent"):
            policy = next(container for container in containers(self.rendered[case]) if container["name"] == "policy")
            self.assertIn({"name": "AIDESK_GRPC_ADDRESS", "value": "127.0.0.1:7070"}, policy["env"])

    def test_desk_starts_before_the_policy_service_that_trusts_its_keys(self):
        found = pod(self.rendered["desk"])
        self.assertEqual([(container["name"], container["restartPolicy"]) for container in found["initContainers"]], [("desk", "Always")])
        self.assertEqual([container["name"] for container in found["containers"]], ["policy"])

    def test_settings_are_documented(self):
        for case, objects in self.rendered.items():
            named = {entry["name"] for container in containers(objects) for entry in container.get("env", []) if container["name"] in OURS}
            self.assertEqual(sorted(named - set(variables())), [], case)

    def test_secrets_are_mounted_and_stand_nowhere(self):
        for case, objects in self.rendered.items():
            self.assertNotIn("Secret", {found["kind"] for found in objects}, case)
            projected = next(volume for volume in pod(objects)["volumes"] if volume["name"] == "secrets")["projected"]["sources"]
            files = {f"/run/secrets/aidesk/{item['path']}" for source in projected for item in source["secret"]["items"]}
            for container in containers(objects):
                mounts = {mount["name"] for mount in container.get("volumeMounts", [])}
                for entry in container.get("env", []):
                    if entry["name"].endswith("_FILE") and container["name"] in OURS:
                        self.assertIn(entry["value"], files, (case, entry["name"]))
                        self.assertIn("secrets", mounts, case)
                    elif container["name"] in OURS and entry["name"] != "AIDESK_TLS_KEY":
                        self.assertIsNone(re.search("KEYS?$|PASSWORD|TOKEN$", entry["name"]), (case, entry["name"]))

    def test_mounts_are_volumes(self):
        for case, objects in self.rendered.items():
            volumes = {volume["name"] for volume in pod(objects)["volumes"]} | {"state"}
            mounted = {mount["name"] for container in containers(objects) for mount in container.get("volumeMounts", [])}
            self.assertEqual(mounted, volumes, case)

    def test_pods_have_time_to_end(self):
        for case, objects in self.rendered.items():
            settings = {entry["name"]: entry["value"] for entry in next(c for c in containers(objects) if c["name"] == "policy")["env"]}
            least = int(settings["AIDESK_DRAIN_SECONDS"]) + int(settings["AIDESK_SHUTDOWN_SECONDS"])
            self.assertGreater(pod(objects)["terminationGracePeriodSeconds"], least, case)

    def test_policies_of_values_become_files_in_their_folders(self):
        objects = self.rendered["agent"]
        kept = next(found for found in objects if found["kind"] == "ConfigMap")["data"]
        items = next(volume for volume in pod(objects)["volumes"] if volume["name"] == "policies")["configMap"]["items"]
        self.assertEqual(items, [{"key": "shop.policy.yaml", "path": "shop/policy.yaml"}])
        self.assertIn("tenant: shop", kept["shop.policy.yaml"])

    def test_values_are_all_in_the_readme(self):
        readme = (CHART / "README.md").read_text("utf-8")
        for name in node("yaml", str(CHART / "values.yaml"))[0]:
            self.assertIn(f"`{name}", readme)
