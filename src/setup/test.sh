#!/bin/sh
# `npm test`: sets up what is missing, then checks, unit tests, browser tests and integration tests. Arguments name the parts:
# check, unit, browser, integration, full.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd -P)
. "$root/src/setup/node.sh"
use_node
wanted=dependencies
case "$*" in '' | *integration* | *full*) wanted="$wanted images compose" ;; esac
case "$*" in '' | *browser*) wanted="$wanted browser" ;; esac
# shellcheck disable=SC2086 -- one word for each thing that is wanted.
node "$root/src/setup/prepare.ts" $wanted
cd "$root"
exec node src/setup/test-run.ts "$@"
