#!/bin/sh
# The command of action.yml: its inputs, which come as environment, as words; then the summary of the job, and what later steps want to know.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd -P)
output=${GATEQUAKE_OUTPUT:-gatequake-report}
shard=${GATEQUAKE_SHARD-}

# Words of the workflow's author, several of them: patterns among them mean files, as in any shell.
# shellcheck disable=SC2086
set -- "${GATEQUAKE_COMMAND:-run}" ${GATEQUAKE_ARGUMENTS-} --output "$output" --reporter console,json,junit,html,markdown,github
if [ "$1" = run ]; then
	set -- "$@" --inconclusive "${GATEQUAKE_INCONCLUSIVE:-retry=2}"
	[ -z "$shard" ] || set -- "$@" --shard "$shard"
fi

code=0
"$root/src/setup/gatequake" "$@" || code=$?
artifact=${GATEQUAKE_ARTIFACT-}
[ -z "$shard" ] || artifact=$artifact-${shard%%/*}
{
	echo "exit-code=$code"
	echo "artifact=$artifact"
	[ ! -d "$output" ] || echo "report=$(cd "$output" && pwd -P)"
} >>"${GITHUB_OUTPUT:-/dev/null}"
[ ! -f "$output/summary.md" ] || cat "$output/summary.md" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
exit "$code"
