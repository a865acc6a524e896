"""Reads a container file: enough of its language for ours."""

import dataclasses
import json
import pathlib
import re


@dataclasses.dataclass(frozen=True)
class Instruction:
    name: str
    value: str

    @property
    def flags(self) -> dict[str, str]:
        return dict(re.findall(r"--([a-z]+)=(\S+)", self.value.split("[")[0]))

    @property
    def words(self) -> list[str]:
        """Without flags; of the JSON form its members."""
        rest = re.sub(r"^(--\S+\s+)+", "", self.value)
        return json.loads(rest) if rest.startswith("[") else rest.split()


@dataclasses.dataclass(frozen=True)
class Stage:
    base: str
    name: str
    instructions: tuple[Instruction, ...]

    def all(self, name: str) -> list[Instruction]:
        return [instruction for instruction in self.instructions if instruction.name == name]

    def last(self, name: str) -> Instruction:
        return self.all(name)[-1]

    @property
    def environment(self) -> dict[str, str]:
        return dict(word.split("=", 1) for instruction in self.all("ENV") for word in instruction.value.split())


def parse(path: pathlib.Path) -> list[Stage]:
    lines = [line for line in path.read_text("utf-8").splitlines() if line.strip() and not line.lstrip().startswith("#")]
    text = "\n".join(lines).replace("\\\n", " ")
    instructions = [Instruction(*re.fullmatch(r"([A-Z]+)\s+(.*)", line.strip()).groups()) for line in text.split("\n")]
    stages: list[list[Instruction]] = []
    for instruction in instructions:
        if instruction.name == "FROM":
            stages.append([])
        stages[-1].append(instruction)
    return [_stage(found) for found in stages]


def _stage(instructions: list[Instruction]) -> Stage:
    words = instructions[0].words
    return Stage(words[0], words[2] if len(words) == 3 else "", tuple(instructions[1:]))
