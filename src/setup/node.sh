# Sourced by the other scripts: puts a current Node first in PATH, as `node`. POSIX sh, because the system's Node may be any or old.
# A system Node of 24 or newer is used as it is. Otherwise npm fetches one into .node/ of this folder; nothing on the system changes.
# Expects `root`, the folder of the package.

use_node() {
	# Half of the time that a start takes would go into compiling the same modules again.
	NODE_COMPILE_CACHE=${NODE_COMPILE_CACHE-$root/node_modules/.cache/gatequake}
	export NODE_COMPILE_CACHE
	if [ -x "$root/.node/bin/node" ]; then
		PATH="$root/.node/bin:$PATH"
		export PATH
	elif ! is_current "$(node --version 2>/dev/null)"; then
		install_node || exit 4
		PATH="$root/.node/bin:$PATH"
		export PATH
	fi
}

is_current() {
	case $1 in
		v2[4-9].* | v[3-9][0-9].* | v[1-9][0-9][0-9].*) return 0 ;;
		*) return 1 ;;
	esac
}

install_node() {
	found=$(node --version 2>/dev/null || echo none)
	platform=$(platform_package) || return 1
	if ! command -v npm >/dev/null; then
		echo "set-up: expected Node 24 or newer, found $found, and no npm to fetch one. Install Node from your distribution or nodejs.org." >&2
		return 1
	fi
	# Node 26 asks for a system library that a bare machine may lack; 24 does not. An old npm cannot read this lockfile, so npm comes along.
	for major in 26 24; do
		echo "set-up: Node: found $found, 24 or newer is needed; fetching $platform@$major into .node/ ..." >&2
		started=$(date +%s)
		mkdir -p "$root/.node"
		if ! fetched=$(npm install --no-save --ignore-scripts --no-audit --no-fund --loglevel=error --prefix "$root/.node" \
			"$platform@$major" npm@11 2>&1 </dev/null); then
			echo "$fetched" | tail -n 15 >&2
			echo "set-up: npm could not fetch $platform@$major. Is the registry reachable (npm ping)? Or install Node 24 or newer yourself." >&2
			return 1
		fi
		if version=$("$root/.node/node_modules/$platform/bin/node" --version 2>&1); then
			mkdir -p "$root/.node/bin"
			ln -sf ../node_modules/npm/bin/npm-cli.js "$root/.node/bin/npm"
			ln -sf ../node_modules/npm/bin/npx-cli.js "$root/.node/bin/npx"
			# The last step: its presence says that all is there.
			ln -sf "../node_modules/$platform/bin/node" "$root/.node/bin/node"
			echo "set-up: Node: $version is in .node/, $(($(date +%s) - started)) s" >&2
			return 0
		fi
		echo "set-up: Node: $platform@$major does not run here: $version" >&2
	done
	echo "set-up: neither Node 26 nor 24 runs on this machine. Install Node 24 or newer yourself." >&2
	return 1
}

platform_package() {
	case $(uname -s) in
		Linux) os=linux ;;
		Darwin) os=darwin ;;
		*) os= ;;
	esac
	case $(uname -m) in
		x86_64 | amd64) arch=x64 ;;
		aarch64 | arm64) arch=arm64 ;;
		*) arch= ;;
	esac
	if [ -z "$os" ] || [ -z "$arch" ]; then
		echo "set-up: no Node is published for $(uname -s) on $(uname -m). Install Node 24 or newer yourself." >&2
		return 1
	fi
	echo "node-$os-$arch"
}
