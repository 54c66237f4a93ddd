// `gatequake compare`: holds saved reports, or the configs inside one, against each other.
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {compareSides, defaultAlpha} from '../compare/compare-sides.ts';
import type {Comparison} from '../compare/comparison.ts';
import {defaultMetrics, metricNamed, outcomePrefix} from '../compare/metrics.ts';
import type {Metric} from '../compare/metrics.ts';
import {chooseSides, splitSide} from '../compare/side.ts';
import type {Side} from '../compare/side.ts';
import {GatequakeError} from '../error.ts';
import type {ExitCode} from '../error.ts';
import {ComparedRuns} from '../report/compared-runs.ts';
import {comparers} from '../report/comparers.ts';
import {decideTerminal} from '../report/terminal.ts';
import {flagHelp, numberFlag, readArguments} from './arguments.ts';
import type {Flag} from './arguments.ts';
import type {Command, CommandContext} from './command.ts';
import {metricList, metricNames, metricNumbers, readMetricNumbers} from './metric-flags.ts';
import {readSide} from './read-side.ts';

const flags: Readonly<Record<string, Flag>> = {
	metric: {
		value: 'a,b',
		help: `what to ask, or \`all\` (default ${defaultMetrics.join(',')}): ${metricNames.join(', ')}, errorShare.502 and the like`,
		check: (value) => (value === 'all' ? null : metricList(value)),
	},
	scenario: {value: 'a,b', help: 'scenarios to compare (default: all that both sides have)'},
	matters: {value: 'METRIC=N,…', help: 'smallest difference that is called better or worse, such as outageMs=50', check: metricNumbers},
	alpha: {
		value: 'A',
		help: `chance of a wrong claim in the whole comparison (default ${defaultAlpha})`,
		check: numberFlag({min: 0.000_001, max: 0.5}),
	},
	seed: {value: 'S', help: 'seed of intervals and drawn tests (default 1)', check: numberFlag({min: 0, max: 2 ** 32 - 1, integer: true})},
	by: {
		value: 'config|gateway',
		help: 'what tells the sides within one report apart (default: config, or gateway where there is one config)',
		check: (value) => (value === 'config' || value === 'gateway' ? null : 'must be config or gateway'),
	},
	labels: {value: 'a,b', help: 'sides to compare, by label; the first is what the others are held against'},
	reporter: {
		value: 'a,b',
		help: `what to write (default console): ${Object.keys(comparers).join(', ')}`,
		check: (value) => {
			const known = Object.keys(comparers);
			return value.split(',').every((name) => known.includes(name)) ? null : `must be of ${known.join(', ')}`;
		},
	},
	output: {value: 'DIR', help: 'where json, html and markdown go (default: standard output, one of them)'},
};

export const compareCommand: Command = {
	summary: 'compares reports, or the configs inside one report',
	help: `Usage: gatequake compare REPORT [REPORT…] [flags]

Says for each scenario and metric whether B is better or worse than A, the first one, or that no difference was shown, or that there are too
few repeats to show any. A run is one value; runs are paired by scenario and repeat; docs/comparing.md explains the test.
A REPORT is a folder below reports/ or its report.json. One REPORT alone: its configs are compared, or its gateways.

${flagHelp(flags)}

Exit codes: 0 nothing is worse, 1 something is worse, 2 a report cannot be read or nothing can be compared, 3 nothing is worse and somewhere
there were too few repeats to tell.

Examples:
  gatequake compare /tmp/before /tmp/after
  gatequake compare /tmp/report --labels default,tuned --metric outageMs,errorShare.502 --matters outageMs=50
`,
	async run(context) {
		const {words, flags: given} = readArguments(context.argv, flags, 'compare');
		const one = (name: string) => given.get(name)?.[0];
		const reporters = (one('reporter') ?? 'console').split(',');
		const runs = reporters.includes('html') ? new ComparedRuns() : null;
		const sides = await sidesOf(words, given, {cwd: context.cwd, runs});
		const comparison = compareSides(sides, {
			metrics: metricsOf(one('metric'), sides),
			matters: readMetricNumbers(one('matters')),
			alpha: Number(one('alpha') ?? defaultAlpha),
			seed: Number(one('seed') ?? 1),
		});
		return await write(comparison, {reporters, output: one('output'), runs}, context);
	},
};

/** `all`: the table, and the share of each outcome that any run saw. */
function metricsOf(value: string | undefined, sides: readonly Side[]): readonly Metric[] {
	const seen = sides.flatMap(({runs}) => runs.flatMap(({values}) => Object.keys(values)));
	const names = value === 'all' ? [...metricNames, ...seen.filter((name) => name.startsWith(outcomePrefix)).sort()] : value?.split(',');
	return [...new Set(names ?? defaultMetrics)].flatMap((name) => metricNamed(name) ?? []);
}

/** One report after the other is read, reduced to its values, and let go. */
async function sidesOf(
	words: readonly string[],
	flagsGiven: ReadonlyMap<string, readonly string[]>,
	{cwd, runs}: {readonly cwd: string; readonly runs: ComparedRuns | null},
): Promise<readonly Side[]> {
	if (words.length === 0) {
		throw new GatequakeError('expected a report to compare, and none came', {
			code: 'BAD_ARGUMENTS',
			exitCode: 2,
			hint: 'gatequake compare reports/A reports/B',
		});
	}

	const read: Side[] = [];
	for (const [index, word] of words.entries()) {
		const label = labelsOf(words)[index] ?? word;
		read.push(
			await readSide(word, cwd, label, (run, source) => {
				runs?.add(run, source, words.length === 1 ? null : label);
			}),
		);
	}

	const by = flagsGiven.get('by')?.[0];
	const [first, ...others] = read;
	const split = first !== undefined && others.length === 0 ? splitSide(first, by === 'config' || by === 'gateway' ? by : null) : read;
	const labels = flagsGiven.get('labels')?.[0];
	const sides = labels === undefined ? split : chooseSides(split, labels.split(','));
	if (sides.length < 2) {
		throw new GatequakeError(`expected two sides or more, and \`--labels ${labels}\` names one`, {code: 'BAD_ARGUMENTS', exitCode: 2});
	}

	const scenarios = flagsGiven.get('scenario')?.[0]?.split(',');
	return scenarios === undefined ? sides : sides.map((side) => onlyScenarios(side, scenarios));
}

function onlyScenarios(side: Side, scenarios: readonly string[]): Side {
	return {...side, runs: side.runs.filter(({scenario}) => scenarios.includes(scenario))};
}

/** Names of the folders; the words themselves where two would be the same. */
function labelsOf(words: readonly string[]): readonly string[] {
	const names = words.map((word) =>
		path.basename(path.basename(word) === 'report.json' ? path.dirname(word) : word).replace(/\.json$/, ''),
	);
	if (new Set(names).size === words.length && names.every((name) => name !== '' && name !== '.')) return names;
	return new Set(words).size === words.length ? words : words.map((word, index) => `${word}#${index + 1}`);
}

async function write(
	comparison: Comparison,
	{
		reporters,
		output,
		runs,
	}: {readonly reporters: readonly string[]; readonly output: string | undefined; readonly runs: ComparedRuns | null},
	{cwd, env, stdout}: CommandContext,
): Promise<ExitCode> {
	const terminal = decideTerminal({env, isTty: stdout.isTTY, columns: stdout.columns});
	if (output === undefined && reporters.length > 1) {
		throw new GatequakeError(`expected --output DIR for ${reporters.join(' and ')}: standard output holds one of them`, {
			code: 'BAD_ARGUMENTS',
			exitCode: 2,
		});
	}

	for (const name of reporters) {
		const comparer = comparers[name];
		if (comparer === undefined) {
			continue;
		}

		const text = comparer.render(comparison, terminal, runs);
		if (output === undefined || comparer.fileName === null) {
			stdout.write(text);
		} else {
			const file = path.resolve(cwd, output, comparer.fileName);
			await mkdir(path.dirname(file), {recursive: true});
			await writeFile(file, text);
			stdout.write(`${file}\n`);
		}
	}

	return comparison.exitCode;
}
