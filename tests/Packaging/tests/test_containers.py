import re
import unittest

from packages import context, dockerfile
from packages.image import DESK, POLICY
from packages.repository import ROOT, default_port, node, variables

FILES = {
    POLICY: ["AIDESK_GRPC_ADDRESS", "AIDESK_HTTP_ADDRESS"],
    DESK: ["AIDESK_DESK_HTTP_ADDRESS", "AIDESK_DESK_GRPC_ADDRESS"],
}


class ContainerFilesTest(unittest.TestCase):
    def setUp(self):
        self.stages = {path: dockerfile.parse(path) for path in FILES}

    def test_files_have_no_fault_that_an_editor_would_show(self):
        for path in FILES:
            self.assertEqual(node("dockerfile", str(path)), [], path.name)

    def test_bases_are_pinned_to_a_patch(self):
        for path, stages in self.stages.items():
            for stage in stages:
                self.assertRegex(stage.base, r":\d+\.\d+\.\d+-[a-z-]+$", path.name)

    def test_copied_sources_exist_and_are_sent(self):
        for path, (build, final) in self.stages.items():
            for copied in build.all("COPY"):
                for source in copied.words[:-1]:
                    self.assertTrue((ROOT / source).exists(), f"{path.name}: {source}")
                    sent = context.files()
                    self.assertTrue(any(name == source or name.startswith(source.rstrip("/") + "/") for name in sent), f"{path.name}: {source} is ignored")
            self.assertTrue(all(copied.flags["from"] == build.name for copied in final.all("COPY")))

    def test_ignored_files_are_those_that_no_image_needs(self):
        for path in ("src/AiDesk/bin/Release/x.dll", "src/AiDesk/obj/a/b", ".git/config", "tests/a.cs", "src/Clients/python/pyproject.toml", "packaging/compose/secrets/redis_password", ".aidesk/key.pem"):
            self.assertFalse(context.is_sent(path), path)
        for path in ("src/AiDesk/AiDesk.csproj", "global.json", "protos/aidesk/policy/v1/checks.proto", "packaging/publish.sh"):
            self.assertTrue(context.is_sent(path), path)

    def test_both_build_alike(self):
        policy, desk = (stages[0] for stages in self.stages.values())
        self.assertEqual(policy, desk)

    def test_last_stage_runs_as_somebody_without_rights(self):
        for path, stages in self.stages.items():
            user = stages[-1].last("USER").words[0]
            self.assertRegex(user, r"^[1-9]\d*:[1-9]\d*$", path.name)
            owners = {copied.words[-1]: copied.flags.get("chown") for copied in stages[-1].all("COPY")}
            # Its own is the state only: the program is root's, who does not run.
            self.assertEqual(owners, {"/app/": None, "/var/lib/aidesk/": user}, path.name)

    def test_last_stage_needs_no_shell(self):
        for path, stages in self.stages.items():
            self.assertEqual(stages[-1].all("RUN"), [], path.name)
            for name in ("ENTRYPOINT", "CMD"):
                self.assertTrue(stages[-1].last(name).value.startswith("["), path.name)
            self.assertRegex(stages[-1].last("HEALTHCHECK").value, r'CMD \["dotnet", "/app/aidesk.dll", "health"', path.name)

    def test_state_is_the_one_volume(self):
        for path, stages in self.stages.items():
            self.assertEqual([volume.words for volume in stages[-1].all("VOLUME")], [[stages[-1].environment["AIDESK_STATE_DIR"]]], path.name)

    def test_exposed_ports_are_the_documented_defaults(self):
        for path, names in FILES.items():
            final = self.stages[path][-1]
            ports = [default_port(name) for name in names]
            self.assertEqual(sorted(int(port) for port in final.last("EXPOSE").words), sorted(ports), path.name)
            self.assertEqual([final.environment[name] for name in names], [f"0.0.0.0:{port}" for port in ports], path.name)

    def test_settings_are_documented_and_none_is_a_secret(self):
        for path, stages in self.stages.items():
            own = [name for name in stages[-1].environment if name.startswith("AIDESK_")]
            self.assertEqual([name for name in own if name not in variables()], [], path.name)
            self.assertEqual([name for name in own if re.search("KEY|PASSWORD|TOKEN", name)], [], path.name)
