// A against A two thousand times: the share of comparisons that claim any difference must stay within what alpha allows; and differences
// that are there must be found with ten repeats.
import test from 'ava';
import {compareSides} from '../../src/compare/compare-sides.ts';
import {defaultMetrics, metricNamed} from '../../src/compare/metrics.ts';
import type {RunValues} from '../../src/compare/run-values.ts';
import type {Side} from '../../src/compare/side.ts';
import {seededRandom} from '../../src/load/random.ts';
import recorded from '../fixtures/recorded-values.json' with {type: 'json'};
import {makeSide, runValues, simulatedSides} from '../helpers/simulated-sides.ts';
import type {SimulationOptions} from '../helpers/simulated-sides.ts';

const simulations = 2000;
const alpha = 0.05;
const metrics = defaultMetrics.flatMap((name) => metricNamed(name) ?? []);
// Nothing is too small to matter here: the test alone has to hold.
const matters = Object.fromEntries(defaultMetrics.map((name) => [name, 0]));

function claims(options: SimulationOptions): readonly string[] {
	return claimsOf(simulatedSides(options), options.seed);
}

function claimsOf(sides: readonly Side[], seed: number): readonly string[] {
	const {rows} = compareSides(sides, {metrics, matters, alpha, seed, resamples: 1});
	return rows.filter(({verdict}) => verdict === 'better' || verdict === 'worse').map(({metric, verdict}) => `${metric} ${verdict}`);
}

/** So many of `simulations` would claim something at most, in 999 of 1000 such tests, if the share were alpha. */
const bound = Math.ceil(simulations * alpha + 3.09 * Math.sqrt(simulations * alpha * (1 - alpha)));

/** Runs drawn from those that were recorded of one cell. */
function resampled(cell: (typeof recorded.cells)[number] | undefined, repeats: number, random: () => number): readonly RunValues[] {
	const runs = cell?.runs ?? [];
	return Array.from({length: repeats}, (_, index) => ({
		...runValues({}, {repeat: index + 1}),
		values: runs[Math.floor(random() * runs.length)] ?? {},
	}));
}

for (const repeats of [3, 5, 10, 20]) {
	test(`of 2000 comparisons of A with A with ${repeats} repeats, no more than alpha claim a difference`, (t) => {
		let claimed = 0;
		for (let seed = 1; seed <= simulations; seed++) if (claims({seed: seed * 7919, repeats}).length > 0) claimed++;
		t.log(`${claimed} of ${simulations} claimed a difference (bound ${bound})`);
		t.true(claimed <= bound, `${claimed} claims`);
		if (repeats >= 10) t.true(claimed > 0, 'a test that can never claim anything shows nothing');
	});
}

for (const repeats of [3, 5, 10, 20]) {
	test(`of 2000 comparisons of recorded runs with others of the same, ${repeats} repeats each, no more than alpha claim a difference`, (t) => {
		const random = seededRandom(repeats);
		let claimed = 0;
		for (let seed = 1; seed <= simulations; seed++) {
			const sides = ['a', 'b'].map((label) => makeSide(label, resampled(recorded.cells[seed % recorded.cells.length], repeats, random)));
			if (claimsOf(sides, seed).length > 0) claimed++;
		}

		t.log(`${claimed} of ${simulations} claimed a difference (bound ${bound})`);
		t.true(claimed <= bound, `${claimed} claims`);
	});
}

test('an outage of 1.2 s that is half as long again is found with ten repeats in at least nine of ten comparisons', (t) => {
	const found = Array.from({length: 200}, (_, index) => claims({seed: index + 1, repeats: 10, outageShiftMs: 600}));
	const times = found.filter((names) => names.includes('outageMs worse')).length;
	t.log(`${times} of 200`);
	t.true(times >= 180);
	t.deepEqual(
		found.filter((names) => names.includes('outageMs better')),
		[],
	);
});

test('a recovery that is mostly not seen any more is found with ten repeats', (t) => {
	const found = Array.from({length: 200}, (_, index) => claims({seed: index + 1, repeats: 10, recoveryShiftMs: 2500}));
	const times = found.filter((names) => names.includes('recoveryMs worse')).length;
	t.log(`${times} of 200`);
	t.true(times >= 160);
});

test('with five repeats nothing is claimed, whatever the difference', (t) => {
	t.deepEqual(claims({seed: 1, repeats: 5, outageShiftMs: 5000, recoveryShiftMs: 5000}), []);
});
