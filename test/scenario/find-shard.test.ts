import test from 'ava';
import {findShard} from '../../src/scenario/find-shard.ts';

function shardIn(environment: Readonly<Record<string, string>>, of: number | null = null): string {
	const {index, of: count} = findShard(environment, of);
	return `${index}/${count}`;
}

function refusal(environment: Readonly<Record<string, string>>, of: number | null = null): string {
	try {
		return `no error, but ${shardIn(environment, of)}`;
	} catch (error) {
		return error instanceof Error ? error.message : '';
	}
}

test('each engine counts in its own way, and the first one is 1', (t) => {
	t.is(shardIn({CI_NODE_INDEX: '1', CI_NODE_TOTAL: '8'}), '1/8');
	t.is(shardIn({CI_NODE_INDEX: '8', CI_NODE_TOTAL: '8'}), '8/8');
	t.is(shardIn({CIRCLE_NODE_INDEX: '0', CIRCLE_NODE_TOTAL: '4'}), '1/4');
	t.is(shardIn({BUILDKITE_PARALLEL_JOB: '3', BUILDKITE_PARALLEL_JOB_COUNT: '4'}), '4/4');
	t.is(shardIn({GATEQUAKE_SHARD_INDEX: '2', GATEQUAKE_SHARD_COUNT: '6'}), '3/6');
	t.is(shardIn({JOB_COMPLETION_INDEX: '5', GATEQUAKE_SHARD_COUNT: '6'}), '6/6');
	t.is(shardIn({NOMAD_ALLOC_INDEX: '1'}, 3), '2/3');
});

test('an array of Slurm begins and steps as it likes', (t) => {
	const array = {SLURM_ARRAY_TASK_COUNT: '4', SLURM_ARRAY_TASK_MIN: '10', SLURM_ARRAY_TASK_STEP: '5'};
	t.is(shardIn({...array, SLURM_ARRAY_TASK_ID: '10'}), '1/4');
	t.is(shardIn({...array, SLURM_ARRAY_TASK_ID: '25'}), '4/4');
	t.regex(refusal({...array, SLURM_ARRAY_TASK_ID: '30'}), /the first of 4 is 10, the last one 25, and this is none of them/);
	t.regex(refusal({...array, SLURM_ARRAY_TASK_ID: '11'}), /this is none of them/);
});

test('task 0 of a Swarm job bears the id of its node in place of a number', (t) => {
	const count = {GATEQUAKE_SHARD_COUNT: '6'};
	t.is(shardIn({...count, GATEQUAKE_SWARM_SLOT: '24ifsmvkjbyhk8qwcvl2lfh3d'}), '1/6');
	t.is(shardIn({...count, GATEQUAKE_SWARM_SLOT: '5'}), '6/6');
	t.regex(refusal({...count, GATEQUAKE_SWARM_SLOT: '6'}), /none of them/, 'a replicated service counts from 1');
	t.is(shardIn({...count, GATEQUAKE_SWARM_SLOT: '6', GATEQUAKE_SWARM_FIRST: '1'}), '6/6');
	t.regex(refusal({...count, GATEQUAKE_SWARM_SLOT: '0', GATEQUAKE_SWARM_FIRST: '1'}), /none of them/);
	t.regex(refusal({...count, GATEQUAKE_SWARM_SLOT: '{{.Task.Slot}}'}), /must be a whole number, and is `\{\{\.Task\.Slot\}\}`/);
});

test('who says so is told with its variables', (t) => {
	t.is(findShard({CI_NODE_INDEX: '3', CI_NODE_TOTAL: '8'}, null).from, 'GitLab (CI_NODE_INDEX=3, CI_NODE_TOTAL=8)');
	t.regex(
		findShard({GITHUB_ACTIONS: 'true', GATEQUAKE_SHARD_INDEX: '0', GATEQUAKE_SHARD_COUNT: '2'}, null).from,
		/^GitHub Actions \(GATEQUAKE_SHARD_INDEX=0/,
	);
});

test('two that disagree are an error that names both; two that agree, and one that splits nothing, are none', (t) => {
	const gitlab = {CI_NODE_INDEX: '3', CI_NODE_TOTAL: '8'};
	t.is(
		refusal({...gitlab, BUILDKITE_PARALLEL_JOB: '3', BUILDKITE_PARALLEL_JOB_COUNT: '8'}),
		'two say which shard this is, and they disagree: 3/8 by GitLab (CI_NODE_INDEX=3, CI_NODE_TOTAL=8), 4/8 by Buildkite (BUILDKITE_PARALLEL_JOB=3, BUILDKITE_PARALLEL_JOB_COUNT=8)',
	);
	t.is(shardIn({...gitlab, BUILDKITE_PARALLEL_JOB: '2', BUILDKITE_PARALLEL_JOB_COUNT: '8'}), '3/8');
	t.is(shardIn({...gitlab, CIRCLE_NODE_INDEX: '0', CIRCLE_NODE_TOTAL: '1'}), '3/8');
	t.is(shardIn({CIRCLE_NODE_INDEX: '0', CIRCLE_NODE_TOTAL: '1'}), '1/1');
	t.regex(refusal(gitlab, 6), /--shard auto\/6 says that there are 6, and GitLab .* that there are 8/);
});

test('what is no shard is refused with what was expected', (t) => {
	t.regex(refusal({}), /no variable of its environment does/);
	t.regex(refusal({CI_NODE_INDEX: '', CI_NODE_TOTAL: '8'}), /no variable of its environment does/);
	t.regex(refusal({CI_NODE_INDEX: '7', CI_NODE_TOTAL: '6'}), /the first of 6 is 1, the last one 6, and this is none of them/);
	t.regex(refusal({CI_NODE_INDEX: '0', CI_NODE_TOTAL: '0'}), /this is none of them/);
	t.regex(refusal({CI_NODE_INDEX: 'x', CI_NODE_TOTAL: '-1'}), /CI_NODE_INDEX must be a whole number, and is `x`; CI_NODE_TOTAL must be/);
	t.regex(refusal({JOB_COMPLETION_INDEX: '0'}), /a Kubernetes Indexed Job does not say how many there are/);
});

test('on GitHub Actions it is told what to write', (t) => {
	const error = t.throws(() => findShard({GITHUB_ACTIONS: 'true'}, null), {code: 'NO_SHARD'});
	t.regex(String(Reflect.get(error, 'hint')), /GATEQUAKE_SHARD_INDEX: \$\{\{ strategy\.job-index \}\}/);
});
