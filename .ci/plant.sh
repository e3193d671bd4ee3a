# shellcheck shell=bash
# Files that some program runs by itself, planted in the checkout $house; sourced after lib.sh.
ran=$work/ran
mkdir "$ran"

# Each planted file leaves a mark, which says where it lies.
mark() { printf '%s/mark:%s' "$ran" "${1//\//+}"; }
put() {
    mkdir -p "$(dirname "$house/$1")"
    cat >"$house/$1"
}
planted=()
plant_program() {
    put "$1" <<<"#!/bin/sh
: >'$(mark "$1")'"
    chmod +x "$house/$1"
    planted+=("$1")
}
plant_module() {
    put "$1" <<<"open('$(mark "$1")', 'w').close()"
    planted+=("$1")
}
plant_start() {
    put "$1" <<<": >'$(mark "$1")'"
    planted+=("$1")
}

# Programs in folders that a PATH may lead to, modules in place of Python's own, and what shells start with.
plant() {
    local folder program module file
    for folder in '' bin/ node_modules/.bin/; do
        for program in zonelint python3 python pip pip3 bash sh env sed od tr mkdir ln rm dirname mktemp git cat; do
            plant_program "$folder$program"
        done
    done
    for module in venv logging pip ensurepip/__init__ runpy sitecustomize usercustomize subprocess tempfile zonelint \
        _distutils_hack/__init__ setuptools/__init__ lib/venv lib/sitecustomize lib/pip/__init__ startup; do
        plant_module "$module.py"
    done
    for file in .bashrc .bash_profile .profile .env .envrc startup.sh; do
        plant_start "$file"
    done
}

# armed: every one of them leaves its mark, were it run.
armed() {
    local file
    [ "${#planted[@]}" -ge 20 ]
    for file in "${planted[@]}"; do
        case $file in
            wheel) "$work/wheel/bin/zonelint" ;;
            *.py) "$python" -I "$house/$file" ;;
            *) /bin/sh "$house/$file" ;;
        esac
        [ -e "$(mark "$file")" ] || { echo "$file would leave no mark" >&2; exit 1; }
    done
    rm "$ran"/*
}

# unharmed WHAT: none of them was run.
unharmed() {
    local marks
    marks=$(ls -A "$ran")
    [ -z "$marks" ] || fail "$1: of the checkout these were run: ${marks//$'\n'/ }"
}
