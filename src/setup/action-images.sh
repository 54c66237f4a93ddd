#!/bin/sh
# The images of action.yml between two jobs: `key` says by what they are known, `load FILE` and `save FILE` carry them.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd -P)
case $1 in
	key)
		# All that images are made from, and the week: official images get their updates.
		cd "$root"
		sum=$(find docker apps src/upstreams src/load src/runtime package-lock.json -type f | LC_ALL=C sort | xargs cat | sha256sum | cut -c 1-16)
		echo "key=gatequake-images-$(uname -m)-$(date -u +%G%V)-$sum"
		;;
	load) gzip -dc "$2" | docker load --quiet ;;
	save)
		images=$(docker image ls --format '{{.Repository}}:{{.Tag}}' 'gatequake/*')
		# One name a word.
		# shellcheck disable=SC2086
		[ -z "$images" ] || docker save $images | gzip -1 >"$2"
		;;
	*)
		echo "expected key, load FILE or save FILE, got $1" >&2
		exit 2
		;;
esac
