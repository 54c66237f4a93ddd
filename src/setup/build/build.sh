#!/bin/sh
# `npm run build`, with a current Node and the npm packages.
set -eu
root=$(cd "$(dirname "$0")/../../.." && pwd -P)
. "$root/src/setup/node.sh"
use_node
[ -d "$root/node_modules" ] || node "$root/src/setup/prepare.ts" dependencies
exec node "$root/src/setup/build/build.ts"
