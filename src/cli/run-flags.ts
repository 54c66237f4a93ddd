// Flags of `gatequake run`, and the options they become.
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {randomInt} from 'node:crypto';
import {defaultLimits} from '../compare/compare-baseline.ts';
import {GatequakeError} from '../error.ts';
import {faults} from '../faults/faults.ts';
import type {GatewayKind} from '../gateways/gateway.ts';
import {gateways as shipped} from '../gateways/gateways.ts';
import {reporters} from '../report/reporters.ts';
import {reporterProblem} from '../run/load-reporters.ts';
import type {InconclusivePolicy} from '../run/run-suite.ts';
import type {Shard} from '../scenario/find-shard.ts';
import {plainProject} from '../scenario/load-project.ts';
import type {Project} from '../scenario/load-project.ts';
import type {Config, PlanOptions} from '../scenario/make-plans.ts';
import type {Permission} from '../topology/stack-target.ts';
import {numberFlag, readArguments, splitOnce} from './arguments.ts';
import type {Flag} from './arguments.ts';
import {knownWords} from './known-words.ts';
import {metricNumbers, readMetricNumbers} from './metric-flags.ts';

export const runFlags: Readonly<Record<string, Flag>> = {
	gateway: {
		value: 'a,b',
		help: `gateways to run on, or \`all\` (default nginx): ${Object.keys(shipped).join(', ')}, or your own`,
	},
	config: {value: 'LABEL=FILE', help: 'your own gateway config; repeatable, each is run', repeatable: true, check: labelled},
	set: {
		value: 'OPTION=V1,V2',
		help: 'runs with each value of a neutral gateway option, such as readTimeoutMs=1000,3000; repeatable, combinations are run',
		repeatable: true,
		check: labelled,
	},
	alias: {
		value: 'NAME=APP',
		help: 'one more network name of an upstream, such as backend.internal=app1, for your own config; repeatable',
		repeatable: true,
		check: labelled,
	},
	image: {
		value: 'PART=IMAGE',
		help: 'image of a part, such as nginx=nginx:1.29; repeatable, each image of a gateway is run',
		repeatable: true,
		check: labelled,
	},
	repeat: {value: 'N', help: 'runs each cell N times (default 1)', check: numberFlag({min: 1, max: 1000, integer: true})},
	'no-control': {help: 'leaves out the runs without a fault that stand beside those that are compared'},
	rate: {value: 'R', help: 'requests per second, instead of what the scenarios say', check: numberFlag({min: 1, max: 50_000})},
	seed: {
		value: 'S',
		help: 'seed of everything random (default: a new one, in the report; 0 with --shard, for shards must agree)',
		check: numberFlag({min: 0, max: 2 ** 32 - 1, integer: true}),
	},
	reporter: {
		value: 'a,b',
		help: `reports to write (default console,json,junit,html): ${Object.keys(reporters).join(', ')}, or a file of your own`,
		check: reporterProblem,
	},
	output: {value: 'DIR', help: 'where reports go (default reports/<time>-<id>/)'},
	shard: {
		value: 'i/n',
		help: 'runs the i-th of n parts; `gatequake merge` joins their reports. `auto` or `auto/n`: which one, the CI or scheduler says',
		check: shard,
	},
	send: {
		value: 'URL|s3://…|DIR',
		help: 'sends the report, when it is written, to `gatequake collect` (its token in GATEQUAKE_TOKEN), into an S3 bucket or a folder',
	},
	'sent-is-done': {
		help: 'ends with 0 when the report has arrived, whatever its verdict: for schedulers that repeat a job which ends otherwise',
	},
	times: {value: 'REPORT', help: 'splits shards by the times that an earlier report measured, the same one for all shards'},
	baseline: {value: 'REPORT', help: 'an earlier report: only what got worse than there fails; what is new, gone or changed is listed'},
	limits: {
		value: 'METRIC=N,…',
		help: `how much worse than the baseline is no failure (default ${Object.entries(defaultLimits)
			.map(([name, limit]) => `${name}=${limit}`)
			.join(',')})`,
		check: metricNumbers,
	},
	inconclusive: {value: 'fail|warn|retry=N', help: 'what an inconclusive run means (default fail)', check: inconclusive},
	'withhold-fault': {help: 'does everything but the injection: every scenario with a fault must then fail'},
	'wrong-fault': {value: 'KIND', help: 'injects another fault than the scenario says: it must fail too', check: knownWords(faults, [])},
	'allow-target': {
		value: 'HOST[:PORT]',
		help: 'load may go there, where a scenario on a stack of your own leads out of it; repeatable',
		repeatable: true,
		check: (value) => (/^(?:\[[\da-fA-F:]+\]|[^\s:/]+)(?::\d{1,5})?$/.test(value) ? null : 'must be like shop.example or shop.example:443'),
	},
	'allow-public': {help: 'also where its address is a public one'},
	yes: {help: 'does not ask before it acts on containers of yours (attach, external)'},
	'generator-engine': {
		value: 'ADDRESS',
		help: 'one more load generator on that engine (tcp://, unix://, or a docker context), for a stack of your own; repeatable',
		repeatable: true,
	},
	'dry-run': {help: 'prints the plans as JSON, and starts nothing'},
	keep: {help: 'leaves the topology of a run that did not pass up, and says how to enter it'},
};

export interface RunFlags {
	readonly words: readonly string[];
	readonly plan: PlanOptions;
	readonly reporters: readonly string[];
	readonly output: string | null;
	/** `auto`: as the environment says; of so many, or of as many as it says. */
	readonly shard: Shard | {readonly auto: number | null} | null;
	/** Where the report is sent. */
	readonly send: string | null;
	/** Then the verdict is that of whoever collects. */
	readonly sentIsDone: boolean;
	/** Report to split shards by. */
	readonly times: string | null;
	readonly baseline: string | null;
	/** By metric; what is not named keeps its default. */
	readonly limits: Readonly<Record<string, number>>;
	readonly inconclusive: InconclusivePolicy;
	readonly dryRun: boolean;
	readonly keep: boolean;
	readonly permission: Permission;
	/** Engines on which more generators stand. */
	readonly generatorEngines: readonly string[];
	/** The caller has agreed to what is done to containers of theirs. */
	readonly isAgreed: boolean;
}

/** @throws GatequakeError with exit code 2 that lists all problems. */
export function readRunFlags(argv: readonly string[], cwd: string, {gateways, run}: Project = plainProject): RunFlags {
	const {words, flags} = readArguments(argv, runFlags, 'run');
	const one = (name: string) => flags.get(name)?.[0];
	// What a project does as a rule, it does where no scenario is named: its config may suit no other.
	const usual = words.length === 0 ? run : {};
	const gatewayWords = one('gateway') ?? usual.gateway ?? 'nginx';
	const wrong = one('wrong-fault');
	if (wrong !== undefined && flags.has('withhold-fault')) {
		throw new GatequakeError('--withhold-fault and --wrong-fault cannot be had together', {code: 'BAD_ARGUMENTS', exitCode: 2});
	}

	const needed = [
		['times', 'shard'],
		['sent-is-done', 'send'],
		['limits', 'baseline'],
		['allow-public', 'allow-target'],
	] as const;
	const alone = needed.find(([name, other]) => flags.has(name) && !flags.has(other));
	if (alone !== undefined) {
		throw new GatequakeError(`--${alone[0]} has a meaning only with --${alone[1]}`, {code: 'BAD_ARGUMENTS', exitCode: 2});
	}

	const settings = settingsOf(flags.get('set') ?? []);
	const ownConfig = settings.length === 0 && gatewayWords === (usual.gateway ?? 'nginx') ? usual.config : undefined;
	const configs = readConfigs(flags.get('config') ?? (ownConfig === undefined ? [] : [`${path.parse(ownConfig).name}=${ownConfig}`]), cwd);
	if (configs.length > 0 && settings.length > 0) {
		throw new GatequakeError('--set is told to the config that Gatequake renders, and cannot be had together with your own (--config)', {
			code: 'BAD_ARGUMENTS',
			exitCode: 2,
		});
	}

	const repeat = Number(one('repeat') ?? 1);
	const mode = flags.has('withhold-fault') ? 'withheld' : 'as-written';
	return {
		words: words.length === 0 ? (usual.scenarios ?? []) : words,
		plan: {
			gateways: gatewaysOf(gatewayWords, gateways),
			knownGateways: gateways,
			configs,
			settings,
			aliases: aliasesOf(flags.get('alias') ?? []),
			// Only where configs are compared is there a question that they answer.
			controls:
				repeat > 1 &&
				(configs.length > 1 || settings.some(({values}) => values.length > 1)) &&
				!flags.has('no-control') &&
				mode === 'as-written',
			images: imagesOf(flags.get('image') ?? []),
			repeat,
			ratePerSecond: one('rate') === undefined ? null : Number(one('rate')),
			seed: Number(one('seed') ?? (flags.has('shard') ? 0 : randomInt(2 ** 32))),
			instead: wrong === undefined ? {mode} : {mode: 'wrong', fault: wrongFault(wrong)},
		},
		reporters: (one('reporter') ?? 'console,json,junit,html').split(','),
		output: one('output') ?? null,
		shard: shardOf(one('shard')),
		send: one('send') ?? null,
		sentIsDone: flags.has('sent-is-done'),
		times: one('times') ?? null,
		baseline: one('baseline') ?? null,
		limits: readMetricNumbers(one('limits')),
		inconclusive: inconclusivePolicy(one('inconclusive') ?? 'fail'),
		dryRun: flags.has('dry-run'),
		keep: flags.has('keep'),
		permission: {targets: flags.get('allow-target') ?? [], publicAddresses: flags.has('allow-public')},
		generatorEngines: flags.get('generator-engine') ?? [],
		isAgreed: flags.has('yes'),
	};
}

/** The user's images of the harness's parts; a gateway's are in its plans. */
export function ownParts(images: PlanOptions['images']): Readonly<Record<string, string>> {
	return Object.fromEntries(
		Object.entries(images).flatMap(([part, references]) => (references[0] === undefined ? [] : [[part, references[0]]])),
	);
}

function gatewaysOf(words: string, gateways: Readonly<Record<string, GatewayKind>>): readonly GatewayKind[] {
	const refusal = knownWords(gateways, ['all'])(words);
	if (refusal !== null) {
		throw new GatequakeError(`--gateway ${words}: ${refusal}`, {code: 'BAD_ARGUMENTS', exitCode: 2});
	}

	const named = new Set(words.split(','));
	const names = named.has('all') ? Object.keys(gateways) : [...named];
	return names.flatMap((name) => gateways[name] ?? []);
}

/** Values are numbers where they can be. */
function settingsOf(pairs: readonly string[]): PlanOptions['settings'] {
	return pairs.map((text) => {
		const [option, values] = pair(text);
		return {option, values: values.split(',').map((value) => (value.trim() === '' || Number.isNaN(Number(value)) ? value : Number(value)))};
	});
}

function aliasesOf(pairs: readonly string[]): PlanOptions['aliases'] {
	const byPart = Object.groupBy(pairs, (text) => pair(text)[1]);
	return Object.fromEntries(Object.entries(byPart).map(([part, texts = []]) => [part, texts.map((text) => pair(text)[0])]));
}

function imagesOf(pairs: readonly string[]): PlanOptions['images'] {
	const byPart = Object.groupBy(pairs, (text) => pair(text)[0]);
	return Object.fromEntries(Object.entries(byPart).map(([part, texts = []]) => [part, texts.map((text) => pair(text)[1])]));
}

function wrongFault(kind: string): Extract<PlanOptions['instead'], {mode: 'wrong'}>['fault'] {
	const fault = faults[kind]?.make();
	if (fault === undefined) {
		throw new GatequakeError(`there is no fault \`${kind}\``, {code: 'BAD_ARGUMENTS', exitCode: 2});
	}

	return fault;
}

function readConfigs(pairs: readonly string[], cwd: string): readonly Config[] {
	const problems: string[] = [];
	const configs = pairs.flatMap((text) => {
		const [label, file] = pair(text);
		const absolute = path.resolve(cwd, file);
		try {
			return [{label, file: absolute, text: readFileSync(absolute, 'utf8')}];
		} catch (error) {
			problems.push(`--config ${text}: the file cannot be read: ${error instanceof Error ? error.message : String(error)}`);
			return [];
		}
	});
	if (problems.length > 0) {
		throw new GatequakeError(problems.join('\n'), {code: 'BAD_ARGUMENTS', exitCode: 2});
	}

	return configs;
}

function pair(text: string): readonly [string, string] {
	const [left, right = ''] = splitOnce(text, '=');
	return [left, right];
}

function labelled(value: string): string | null {
	return /^[\w.-]+=.+$/.test(value) ? null : 'must be a word, =, and a value';
}

function shard(value: string): string | null {
	if (/^auto(?:\/[1-9]\d{0,5})?$/.test(value)) return null;
	const [index = 0, of = 0] = value.split('/').map(Number);
	return /^\d+\/\d+$/.test(value) && index >= 1 && index <= of ? null : 'must be i/n with i from 1 to n, auto, or auto/n';
}

function shardOf(value: string | undefined): RunFlags['shard'] {
	if (value === undefined) return null;
	const [index, of] = value.split('/');
	return index === 'auto' ? {auto: of === undefined ? null : Number(of)} : {index: Number(index), of: Number(of)};
}

function inconclusive(value: string): string | null {
	return /^(?:fail|warn|retry=[1-9]\d?)$/.test(value) ? null : 'must be fail, warn or retry=N';
}

function inconclusivePolicy(value: string): InconclusivePolicy {
	return value === 'fail' || value === 'warn' ? {kind: value} : {kind: 'retry', times: Number(value.split('=')[1])};
}
