#!/bin/sh
# `npm test`: sets up what is missing, then checks, unit tests, browser tests and integration tests. Arguments name the parts:
# check, unit, browser, integration, full.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd -P)
. "$root/src/setup/node.sh"
use_node
case "$*" in
	'') node "$root/src/setup/prepare.ts" browser images ;;
	*integration* | *full*) node "$root/src/setup/prepare.ts" images ;;
	*browser*) node "$root/src/setup/prepare.ts" browser ;;
	*) node "$root/src/setup/prepare.ts" dependencies ;;
esac
cd "$root"
exec node src/setup/test-run.ts "$@"
