#!/bin/sh
# `npm run bench -- NAME`: sets up what is missing, then measures. Keep the machine quiet meanwhile.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd -P)
. "$root/src/setup/node.sh"
use_node
node "$root/src/setup/prepare.ts" images
exec node --no-warnings "$root/test/bench/bench.ts" "$@"
