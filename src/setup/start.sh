#!/bin/sh
# `npm start`: sets up what is missing, then runs scenarios (default: the core suite).
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd -P)
. "$root/src/setup/node.sh"
use_node
node "$root/src/setup/prepare.ts" images
exec "$root/src/setup/gatequake" run "$@"
