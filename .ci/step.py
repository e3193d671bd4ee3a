"""What a step of an action, or a job of GitLab, runs; without a name, the action is held against what it needs."""

import re
import sys

import yaml

path, names = sys.argv[1], sys.argv[2:]
with open(path, encoding="utf-8") as file:
    document = yaml.safe_load(file)

if names and "runs" in document:
    [step] = [step for step in document["runs"]["steps"] if step["name"] == names[0]]
    print(step["run"])
elif names:
    print("\n".join(document[names[0]]["script"]))
else:
    steps = document["runs"]["steps"]
    ids = {step["id"]: step for step in steps if "id" in step}
    for step in steps:
        # An input in a script would be run; in the environment it stays a text.
        assert "${{" not in step.get("run", ""), step
        assert "shell" in step or "uses" in step, step
        # What is used is pinned.
        assert re.fullmatch(r"[^@]+@v\d+|[^@]+@[0-9a-f]{40}", step.get("uses", "x@v1")), step
    with open(path, encoding="utf-8") as file:
        text = file.read()
    used = set(re.findall(r"inputs\.([a-z]+)", text))
    assert used == set(document["inputs"]), used
    assert set(re.findall(r"steps\.([a-z]+)\.", text)) <= set(ids), ids
    assert all(isinstance(given.get("default"), str) for given in document["inputs"].values())
