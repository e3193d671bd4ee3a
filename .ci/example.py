"""The workflow in docs/ci.md for pull requests from forks: held against what makes it safe, and what its step says.

    example.py docs/ci.md

prints the inputs of the action as INPUT_NAME=VALUE, a line each.
"""

import re
import sys

import yaml

with open(sys.argv[1], encoding="utf-8") as file:
    blocks = re.findall(r"^```yaml\n(.*?)^```$", file.read(), re.M | re.S)
workflows = [yaml.safe_load(block) for block in blocks if block.startswith("# .github/workflows/")]
# YAML takes `on` for a truth value.
[workflow] = [workflow for workflow in workflows if workflow.get(True) == "pull_request"]
assert workflow["permissions"] == {"contents": "read"}, workflow
[job] = workflow["jobs"].values()
head, base, check = job["steps"]
for step, folder in (head, "head"), (base, "base"):
    assert step["uses"].startswith("actions/checkout@") and step["with"]["path"] == folder, step
    assert step["with"]["persist-credentials"] is False, step
assert "ref" not in head["with"] and base["with"]["ref"] == "${{ github.event.pull_request.base.sha }}", job
assert re.fullmatch(r"[\w-]+/zonelint@v\d+\.\d+\.\d+", check["uses"]), check
assert {"--config", "--no-ignores", "--no-baseline"} <= set(check["with"]["args"].split()), check
with open("action.yml", encoding="utf-8") as file:
    assert set(check["with"]) <= set(yaml.safe_load(file)["inputs"]), check
for name, value in check["with"].items():
    print("INPUT_" + name.upper().replace("-", "_") + "=" + value)
