# shellcheck shell=bash
# Sourced by the scripts of the action. The checkout may be a stranger's: nothing in it is run, and zonelint alone reads
# it. So the current directory is `/`, programs are looked for outside the checkout only, and each is given the variables
# that are named, without those that lead into the checkout.
set -euo pipefail
set -f
checkout=$(cd "$GITHUB_WORKSPACE" && pwd -P)
cd /

outside=
IFS=:
for folder in $PATH; do
    # A relative folder is one of the checkout, and so is an empty one.
    [[ $folder == /* ]] && real=$(cd "$folder" 2>/dev/null && pwd -P) || continue
    [[ $real/ == "$checkout"/* ]] || outside=$outside:$folder
done
unset IFS
PATH=${outside#:}

# given NAME...: sets the array `given` to the variables of these names, and PATH.
given() {
    given=("PATH=$PATH")
    local name
    for name; do
        case ${!name-} in
            '' | *"$checkout"* | *"$GITHUB_WORKSPACE"*) ;;
            *) given+=("$name=${!name}") ;;
        esac
    done
}
