#!/bin/sh
# `npm test`: sets up what is missing, then checks, unit tests and integration tests. Arguments name the parts: check, unit,
# integration, full.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd -P)
. "$root/src/setup/node.sh"
use_node
case "$*" in
	'' | *integration* | *full*) node "$root/src/setup/prepare.ts" images ;;
	*) node "$root/src/setup/prepare.ts" dependencies ;;
esac
cd "$root"
exec node src/setup/test-run.ts "$@"
