// Holds every side against the first, question by question. The unit is the run: requests of one outage hang together, so they are
// never counted as if they were so many independent ones.
import {GatequakeError, exitCodes} from '../error.ts';
import {seededRandom} from '../load/random.ts';
import {version} from '../version.ts';
import type {Comparison, ComparisonRow, DifferenceVerdict, MetricValue} from './comparison.ts';
import {holm} from './holm.ts';
import {goodputKept} from './metrics.ts';
import type {Metric} from './metrics.ts';
import {pairRuns} from './pair-runs.ts';
import type {PairedGroup, RunPair} from './pair-runs.ts';
import {valueOf} from './run-values.ts';
import {differenceOf, medianValue, scorePairs} from './score-pairs.ts';
import type {Side} from './side.ts';
import {warningsOf} from './side-warnings.ts';
import {signFlipTest, smallestP} from './sign-flip-test.ts';

export interface CompareOptions {
	readonly metrics: readonly Metric[];
	/** Smallest differences that matter, by metric; the metric's own where it is not named. */
	readonly matters: Readonly<Record<string, number>>;
	/** Chance of one wrong claim or more, where nothing differs. */
	readonly alpha: number;
	readonly seed: number;
	/** Resamples for each interval. Default 2000. */
	readonly resamples?: number;
}

export const defaultAlpha = 0.05;

/** @throws GatequakeError `NOTHING_IN_COMMON` (exit code 2) where a side shares no run, or no measured metric, with the first. */
export function compareSides(sides: readonly Side[], options: CompareOptions): Comparison {
	const [first, ...others] = sides.map(decided);
	if (first === undefined || others.length === 0) throw new RangeError('a comparison needs two sides');
	const compared = others.map((side) => ({side, groups: pairRuns(first.runs, side.runs)}));
	const missed = compared.find(({groups}) => groups.length === 0);
	if (missed !== undefined) throw nothingInCommon(first, missed.side, sides);

	const questions = compared.flatMap(({side, groups}) => groups.flatMap((group) => questionsOf(first, side, group, options)));
	const measured = new Set(questions.map(({metric}) => metric));
	const notMeasured = options.metrics.map(({name}) => name).filter((name) => !measured.has(name));
	if (measured.size === 0) throw noneMeasured(notMeasured);

	const rows = withVerdicts(questions, options.alpha);
	const counts = countVerdicts(rows);
	const paired = new Set(compared.flatMap(({groups}) => groups.flatMap(({pairs}) => pairs.flatMap(runsOfPair))));
	return {
		schemaVersion: 1,
		tool: {name: 'gatequake', version},
		alpha: options.alpha,
		seed: options.seed,
		sides: [first, ...others].map((side, index) => ({
			label: side.label,
			source: side.source,
			startedAt: side.startedAt,
			runs: side.runs.length,
			inconclusive: (sides[index]?.runs.length ?? 0) - side.runs.length,
			unpaired: side.runs.filter((run) => !paired.has(run)).length,
		})),
		warnings: others.flatMap((side) => warningsOf(first, side)),
		notMeasured,
		counts,
		exitCode: counts.worse > 0 ? exitCodes.fail : counts['too few repeats'] > 0 ? exitCodes.inconclusive : exitCodes.pass,
		rows,
	};
}

/** A run that proved nothing is compared with nothing. */
function decided(side: Side): Side {
	return {...side, runs: side.runs.filter(({verdict}) => verdict !== 'inconclusive')};
}

function nothingInCommon(a: Side, b: Side, all: readonly Side[]): GatequakeError {
	const told = [a, b].map(({label, runs}) => {
		const left = (all.find((side) => side.label === label)?.runs.length ?? 0) - runs.length;
		const names = [
			...new Set(runs.map(({scenario, mode, repeat}) => `${scenario} ${mode === 'as-written' ? '' : `(${mode}) `}#${repeat}`)),
		];
		return `${label} has ${names.slice(0, 5).join(', ') || 'no runs'}${names.length > 5 ? ', …' : ''}${left > 0 ? ` (${left} inconclusive runs left out)` : ''}`;
	});
	return new GatequakeError(`expected runs of the same scenario and repeat on both sides, and there is none: ${told.join('; ')}`, {
		code: 'NOTHING_IN_COMMON',
		exitCode: 2,
		hint: 'run the same scenarios for both, with the same --repeat',
	});
}

function noneMeasured(metrics: readonly string[]): GatequakeError {
	return new GatequakeError(`expected a metric that was measured on both sides, and none of ${metrics.join(', ')} was`, {
		code: 'NOTHING_IN_COMMON',
		exitCode: 2,
		hint: 'name others with --metric',
	});
}

type Question = Omit<ComparisonRow, 'pAdjusted' | 'verdict' | 'pairsNeeded'> & {readonly direction: number};

function questionsOf(a: Side, b: Side, group: PairedGroup, options: CompareOptions): readonly Question[] {
	return options.metrics.flatMap((metric) => {
		const pairs = group.pairs.flatMap((pair) => {
			const [left, right] = [controlled(pair, 'a', metric.name), controlled(pair, 'b', metric.name)];
			return left === null || right === null ? [] : [{repeat: pair.repeat, runs: [pair.a.id, pair.b.id] as const, a: left, b: right}];
		});
		if (pairs.length === 0) return [];
		const scored = scorePairs(pairs);
		return [
			{
				group: group.name,
				a: a.label,
				b: b.label,
				metric: metric.name,
				title: metric.title,
				unit: metric.unit,
				better: metric.better,
				matters: options.matters[metric.name] ?? metric.matters,
				pairs,
				medianA: medianValue(pairs.map((pair) => pair.a)),
				medianB: medianValue(pairs.map((pair) => pair.b)),
				difference: differenceOf(pairs, {
					level: 1 - options.alpha,
					resamples: options.resamples ?? 2000,
					random: seededRandom(options.seed),
				}),
				effectSize: scored.effectSize,
				p: signFlipTest(scored.scores, options.seed),
				testedOn: scored.testedOn,
				direction: Math.sign(scored.scores.reduce((sum, score) => sum + score, 0)),
			},
		];
	});
}

/** What was kept is held against the same seconds without the fault, where a control run measured them. */
function controlled({a, b, controls}: RunPair, side: 'a' | 'b', metric: string): MetricValue | null {
	const run = side === 'a' ? a : b;
	const control = controls === null ? null : valueOf(controls[side], 'goodputPerSecond');
	const own = valueOf(run, 'goodputPerSecond');
	if (metric !== goodputKept || control === null || control.value === 0 || own === null) return valueOf(run, metric);
	return {value: own.value / control.value, censored: false};
}

function withVerdicts(questions: readonly Question[], alpha: number): readonly ComparisonRow[] {
	const adjusted = holm(questions.map(({p}) => p));
	// Were every pair of every question to point the same way: what is not shown even then needs more pairs.
	const reachable = holm(questions.map(({pairs}) => smallestP(pairs.length)));
	return questions.map((question, index) => {
		const {direction, ...row} = question;
		const pAdjusted = adjusted[index] ?? 1;
		return {
			...row,
			pAdjusted,
			pairsNeeded: pairsNeeded(questions.length, alpha),
			verdict: verdictOf(question, direction, {isShown: pAdjusted <= alpha, isReachable: (reachable[index] ?? 1) <= alpha}),
		};
	});
}

function verdictOf(
	{difference, matters, better}: Question,
	direction: number,
	{isShown, isReachable}: {readonly isShown: boolean; readonly isReachable: boolean},
): DifferenceVerdict {
	if (!isReachable) return 'too few repeats';
	// Where most pairs differ a little one way and a few a lot the other way, middle and sum may disagree: then nothing is claimed.
	const size = difference.value * direction;
	if (!isShown || size <= 0 || size < matters) return 'no difference shown';
	return direction > 0 === (better === 'higher') ? 'better' : 'worse';
}

function pairsNeeded(questions: number, alpha: number): number {
	let pairs = 1;
	while (smallestP(pairs) * questions > alpha && pairs < 1000) pairs++;
	return pairs;
}

function countVerdicts(rows: readonly ComparisonRow[]): Comparison['counts'] {
	const count = (verdict: DifferenceVerdict) => rows.filter((row) => row.verdict === verdict).length;
	return {
		better: count('better'),
		worse: count('worse'),
		'no difference shown': count('no difference shown'),
		'too few repeats': count('too few repeats'),
	};
}

function runsOfPair({a, b, controls}: RunPair): readonly RunPair['a'][] {
	return controls === null ? [a, b] : [a, b, controls.a, controls.b];
}
