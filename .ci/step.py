"""Runs a step of the action, or the job of GitLab, as a runner does; without a name, the action is held against what it
needs.

    step.py action.yml [STEP [NAME=VALUE...]]
    step.py ci/gitlab.yml JOB SHELL [NAME=VALUE...]

The pairs are the environment of the job, over that of this script; it has the folder of the checkout in
GITHUB_WORKSPACE or CI_PROJECT_DIR. Inputs of the action are in INPUT_NAME.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile

import yaml


def main(path, name=None, *rest):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    document = yaml.safe_load(text)
    if name is None:
        return judge(document, text)
    shell, pairs = (None, rest) if "runs" in document else (rest[0], rest[1:])
    job = {**os.environ, **dict(pair.split("=", 1) for pair in pairs)}
    if shell is None:
        [step] = [step for step in document["runs"]["steps"] if step["name"] == name]
        return run_step(step, document["inputs"], job)
    # The runner hands its script over on standard input.
    script = "\n".join(["set -eo pipefail" if shell.endswith("bash") else "set -e", *document[name]["script"]])
    environment = {**job, **document[name].get("variables", {})}
    return subprocess.run([shell], input=script, text=True, cwd=job["CI_PROJECT_DIR"], env=environment).returncode


def run_step(step, inputs, job):
    def value(match):
        name = match[1]
        return job.get("INPUT_" + name.upper().replace("-", "_"), inputs[name]["default"])

    given = {name: re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", value, text) for name, text in step.get("env", {}).items()}
    shell = "bash --noprofile --norc -eo pipefail {0}" if step["shell"] == "bash" else step["shell"]
    folder = os.path.join(job["GITHUB_WORKSPACE"], step.get("working-directory", "."))
    with tempfile.NamedTemporaryFile("w", suffix=".sh") as script:
        script.write(step["run"])
        script.flush()
        command = [script.name if word == "{0}" else word for word in shlex.split(shell)]
        return subprocess.run(command, stdin=subprocess.DEVNULL, cwd=folder, env={**job, **given}).returncode


def judge(document, text):
    steps = document["runs"]["steps"]
    ids = {step["id"]: step for step in steps if "id" in step}
    for step in steps:
        # An input in a script would be run; in the environment it stays a text.
        assert "${{" not in step.get("run", ""), step
        # The shell is none that the PATH of the job leads to, and reads no file of the checkout.
        assert "uses" in step or step["shell"].startswith("/bin/bash --noprofile --norc "), step
        assert "uses" in step or (step["working-directory"], step["env"]["BASH_ENV"]) == ("/", ""), step
        # What is used is pinned.
        assert re.fullmatch(r"[^@]+@v\d+|[^@]+@[0-9a-f]{40}", step.get("uses", "x@v1")), step
    used = set(re.findall(r"inputs\.([a-z-]+)", text))
    assert used == set(document["inputs"]), used
    assert set(re.findall(r"steps\.([a-z]+)\.", text)) <= set(ids), ids
    assert all(isinstance(given.get("default"), str) for given in document["inputs"].values())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
