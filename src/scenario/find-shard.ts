// Which shard this process is, by what the engine that started it says in its environment: array jobs of schedulers, parallel jobs of CIs.
// Pure. Gatequake schedules nothing itself; it only has to know which part of the plan is its own.
import {GatequakeError} from '../error.ts';

export interface Shard {
	/** From 1. */
	readonly index: number;
	readonly of: number;
}

export interface FoundShard extends Shard {
	/** Who says so, and by which variables: `GitLab (CI_NODE_INDEX=3, CI_NODE_TOTAL=8)`. */
	readonly from: string;
}

interface Source {
	readonly engine: string;
	readonly index: string;
	/** Absent: the engine does not tell how many there are. */
	readonly count?: string;
	/** What the first one is called: a number, or the variable that has it. */
	readonly first: number | string;
	/** Variable with the distance between two. */
	readonly step?: string;
	/** What stands for the first one beside its number. */
	readonly firstAlso?: RegExp;
}

const countName = 'GATEQUAKE_SHARD_COUNT';

const sources: readonly Source[] = [
	// What a job file passes on by hand, such as the job-index of a matrix of GitHub Actions.
	{engine: 'your own variables', index: 'GATEQUAKE_SHARD_INDEX', count: countName, first: 0},
	{engine: 'a Kubernetes Indexed Job', index: 'JOB_COMPLETION_INDEX', first: 0},
	// Passed on as `{{.Task.Slot}}`: a replicated job counts from 0, and in place of task 0 the engine writes the id of the node. A service that is
	// no job counts from 1.
	{engine: 'Docker Swarm', index: 'GATEQUAKE_SWARM_SLOT', first: 'GATEQUAKE_SWARM_FIRST', firstAlso: /^[a-z\d]{25}$/},
	{engine: 'GitLab', index: 'CI_NODE_INDEX', count: 'CI_NODE_TOTAL', first: 1},
	{engine: 'CircleCI', index: 'CIRCLE_NODE_INDEX', count: 'CIRCLE_NODE_TOTAL', first: 0},
	{engine: 'Buildkite', index: 'BUILDKITE_PARALLEL_JOB', count: 'BUILDKITE_PARALLEL_JOB_COUNT', first: 0},
	{
		engine: 'a Slurm array',
		index: 'SLURM_ARRAY_TASK_ID',
		count: 'SLURM_ARRAY_TASK_COUNT',
		first: 'SLURM_ARRAY_TASK_MIN',
		step: 'SLURM_ARRAY_TASK_STEP',
	},
	{engine: 'Nomad', index: 'NOMAD_ALLOC_INDEX', first: 0},
];

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * `of`: how many there are, where that was said (`auto/8`); null where it was not.
 * @throws GatequakeError `NO_SHARD` (exit code 2) where nothing is found, what is found is none, or two engines disagree.
 */
export function findShard(environment: Environment, of: number | null): FoundShard {
	const found = sources.filter(({index}) => given(environment, index)).map((source) => readShard(source, environment, of));
	// A CI that runs one job only says so, and knows nothing of an array within it.
	const split = found.some((shard) => shard.of > 1) ? found.filter((shard) => shard.of > 1) : found;
	const [first] = split;
	if (first === undefined) {
		throw noShard(
			'expected the engine that started this to say which shard it is, and no variable of its environment does',
			environment['GITHUB_ACTIONS'] === 'true'
				? "in the job's `env`: `GATEQUAKE_SHARD_INDEX: ${{ strategy.job-index }}` and `GATEQUAKE_SHARD_COUNT: ${{ strategy.job-total }}`"
				: `looked for: ${sources.map(({index}) => index).join(', ')}; or write the shard yourself: --shard 1/8`,
		);
	}

	const other = split.find((shard) => shard.index !== first.index || shard.of !== first.of);
	if (other !== undefined) {
		throw noShard(
			`two say which shard this is, and they disagree: ${words(first)} by ${first.from}, ${words(other)} by ${other.from}`,
			'unset the variables of one of them, or write the shard yourself: --shard 1/8',
		);
	}

	return first;
}

function readShard(source: Source, environment: Environment, of: number | null): FoundShard {
	const {engine, index, count = countName, first, step, firstAlso} = source;
	const problems: string[] = [];
	const numberOf = (name: string) => {
		const text = environment[name] ?? '';
		if (!/^\d{1,9}$/.test(text)) problems.push(`${name} must be a whole number, and is \`${text}\``);
		return Number(text);
	};
	const firstIndex = typeof first === 'string' ? (given(environment, first) ? numberOf(first) : 0) : first;
	const stepBy = step !== undefined && given(environment, step) ? Math.max(1, numberOf(step)) : 1;
	const isFirst = firstAlso?.test(environment[index] ?? '') === true;
	const place = isFirst ? 0 : (numberOf(index) - firstIndex) / stepBy;
	const told = given(environment, count) ? numberOf(count) : null;
	const total = told ?? of;
	const variables = [index, ...(told === null ? [] : [count])].map((name) => `${name}=${environment[name]}`).join(', ');
	const from = `${engine === 'your own variables' && environment['GITHUB_ACTIONS'] === 'true' ? 'GitHub Actions' : engine} (${variables})`;
	if (total === null) {
		problems.push(`${engine} does not say how many there are`);
	} else if (of !== null && told !== null && of !== told) {
		problems.push(`--shard auto/${of} says that there are ${of}, and ${from} that there are ${told}`);
	} else if (!Number.isInteger(place) || place < 0 || place >= total) {
		problems.push(
			`the first of ${total} is ${firstIndex}, the last one ${firstIndex + Math.max(0, total - 1) * stepBy}, and this is none of them`,
		);
	}

	if (problems.length > 0 || total === null) {
		throw noShard(
			`expected a shard from ${from}: ${problems.join('; ')}`,
			told === null ? `write --shard auto/8, or set ${countName}` : 'an array without gaps, each job with an index of its own',
		);
	}

	return {index: place + 1, of: total, from};
}

function given(environment: Environment, name: string): boolean {
	return (environment[name] ?? '') !== '';
}

function words({index, of}: Shard): string {
	return `${index}/${of}`;
}

function noShard(message: string, hint: string): GatequakeError {
	return new GatequakeError(message, {code: 'NO_SHARD', exitCode: 2, hint});
}
