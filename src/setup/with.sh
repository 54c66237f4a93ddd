#!/bin/sh
# Runs a program of this repository after setting up what is missing: sh src/setup/with.sh dependencies|images FILE [arguments].
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd -P)
. "$root/src/setup/node.sh"
use_node
node "$root/src/setup/prepare.ts" "$1"
shift
exec node --no-warnings "$root/$@"
