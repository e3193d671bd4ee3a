#!/bin/bash
# Installs the zonelint of this version into a folder of its own, and puts it on the PATH of the steps that follow.
# shellcheck source=ci/outside.sh
. "$GITHUB_ACTION_PATH/ci/outside.sh"
pin=$(sed -n 's/^dependencies = \["\(zonelint==[0-9][^"]*\)"\]$/\1/p' "$GITHUB_ACTION_PATH/pyproject.toml")
[ -n "$pin" ] || { echo '::error::zonelint: no version is pinned in pyproject.toml'; exit 2; }
venv=$RUNNER_TEMP/zonelint-venv

# The machine, the way out, and where packages come from. Constraints and caches of the job are not among them: a wheel
# that they name may be one of the checkout.
given HOME LANG TMPDIR LD_LIBRARY_PATH \
    http_proxy https_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY SSL_CERT_FILE SSL_CERT_DIR \
    PIP_CONFIG_FILE PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_NO_INDEX PIP_FIND_LINKS PIP_TRUSTED_HOST PIP_PROXY PIP_CERT \
    PIP_CLIENT_CERT PIP_TIMEOUT PIP_RETRIES
env -i "${given[@]}" python3 -I -m venv "$venv"
env -i "${given[@]}" "$venv/bin/python" -I -m pip install --quiet --disable-pip-version-check --only-binary=zonelint "$pin"

# Later steps get the program, and keep the Python they had.
mkdir -p "$RUNNER_TEMP/zonelint"
ln -sf "$venv/bin/zonelint" "$RUNNER_TEMP/zonelint/"
printf '%s\n' "$RUNNER_TEMP/zonelint" >>"$GITHUB_PATH"
