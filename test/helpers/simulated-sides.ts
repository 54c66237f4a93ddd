// Sides of a comparison made up from a seed: outages with jitter, noise that both runs of a repeat share, now and then a slow repeat, and
// recoveries that are not seen within the window.
import type {MetricValue} from '../../src/compare/comparison.ts';
import type {RunValues} from '../../src/compare/run-values.ts';
import type {Side} from '../../src/compare/side.ts';
import {seededRandom} from '../../src/load/random.ts';

export interface SimulationOptions {
	readonly seed: number;
	readonly repeats: number;
	/** How much longer the outages of B are, in ms. Default 0: A against A. */
	readonly outageShiftMs?: number;
	readonly recoveryShiftMs?: number;
}

/** The window in which a recovery can be seen. */
const watchedMs = 3000;

export function simulatedSides({seed, repeats, outageShiftMs = 0, recoveryShiftMs = 0}: SimulationOptions): readonly [Side, Side] {
	const random = seededRandom(seed);
	const runs: [RunValues[], RunValues[]] = [[], []];
	for (let repeat = 1; repeat <= repeats; repeat++) {
		// The machine's mood is the same for both runs of a repeat.
		const shared = {outageMs: 60 * normal(random), slow: random() < 0.1 ? 800 * random() : 0};
		runs[0].push(simulatedRun(repeat, shared, {outageMs: 0, recoveryMs: 0}, random));
		runs[1].push(simulatedRun(repeat, shared, {outageMs: outageShiftMs, recoveryMs: recoveryShiftMs}, random));
	}

	return [makeSide('a', runs[0]), makeSide('b', runs[1])];
}

export function makeSide(label: string, runs: readonly RunValues[], changes: Partial<Side> = {}): Side {
	return {
		label,
		source: `${label}/report.json`,
		startedAt: '2026-11-21T10:00:00.000Z',
		toolVersion: '0.1.0',
		host: {kernel: 'Linux 6.12.48', cpus: 2, memoryBytes: 8_589_934_592, engine: 'Docker 20.10.24', cgroup: 'v1'},
		order: {config: [], gateway: []},
		runs,
		...changes,
	};
}

/** A run with those values; censored ones are given as text, such as `>3000`. */
export function runValues(values: Readonly<Record<string, number | `>${number}`>>, changes: Partial<RunValues> = {}): RunValues {
	const repeat = changes.repeat ?? 1;
	return {
		id: `upstream-killed.nginx.default.${repeat}`,
		scenario: 'upstream-killed',
		gateway: 'nginx',
		config: 'default',
		repeat,
		mode: 'as-written',
		verdict: 'pass',
		image: {digest: 'sha256:4f1c2a9d0b', version: '1.26.3'},
		fault: 'kill {}',
		ratePerSecond: 200,
		values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, metricValue(value)])),
		...changes,
	};
}

export function metricValue(value: number | `>${number}`): MetricValue {
	return typeof value === 'number' ? {value, censored: false} : {value: Number(value.slice(1)), censored: true};
}

function simulatedRun(
	repeat: number,
	shared: {readonly outageMs: number; readonly slow: number},
	shift: {readonly outageMs: number; readonly recoveryMs: number},
	random: () => number,
): RunValues {
	const outageMs = Math.max(0, 1200 + shared.outageMs + shared.slow + 30 * normal(random) + (random() < 0.05 ? 500 : 0) + shift.outageMs);
	// A long tail: one in six or so is not seen.
	const recoveryMs = 900 * Math.exp(0.8 * normal(random)) + shared.slow + shift.recoveryMs;
	const duplicated = Math.floor(3 * random() ** 2);
	return runValues(
		{
			outageMs,
			recoveryMs: recoveryMs > watchedMs ? `>${watchedMs}` : recoveryMs,
			errorShare: Math.min(1, Math.max(0, outageMs / 3000 + 0.01 * normal(random))),
			faultP99Ms: 1000 + shared.outageMs + 20 * normal(random),
			duplicated,
		},
		{repeat},
	);
}

function normal(random: () => number): number {
	return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
