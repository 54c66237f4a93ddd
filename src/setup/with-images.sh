#!/bin/sh
# Runs a program of this repository after setting up what is missing: sh src/setup/with-images.sh FILE [arguments].
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd -P)
. "$root/src/setup/node.sh"
use_node
node "$root/src/setup/prepare.ts" images
exec node --no-warnings "$root/$@"
