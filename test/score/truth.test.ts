import {readdirSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {diagnosisRules} from '../../src/diagnosis/rules.ts';
import type {Signature} from '../../src/diagnosis/signature.ts';
import {signatures} from '../../src/diagnosis/signatures.ts';
import {loadScenarios} from '../../src/scenario/load-scenario.ts';
import {validateScenario} from '../../src/scenario/validate-scenario.ts';
import {projectFolder, readSources} from '../helpers/source-file.ts';
import {randomFrom} from '../helpers/timeline-builder.ts';
import {isHeldOut} from './looked-at.ts';
import {logTruth, logTruthsOf} from './log-truth.ts';
import {pair} from './pair.ts';
import {confusion, scoreRun, totalOf, totalRow} from './score-runs.ts';
import {truth, truthsOf} from './truth.ts';
import {varied, vary} from './vary.ts';

const run = {gateway: 'nginx', scenario: 'hang', heldOut: true};
const named = (...kinds: readonly string[]) => kinds.map((kind) => [kind]);

test('every shipped scenario has its truth, and every truth is a kind that some rule can find', (t) => {
	const scenarios = readdirSync(path.join(projectFolder, 'scenarios')).map((name) => name.replace(/\.ts$/, ''));
	t.deepEqual(
		scenarios.filter((name) => truthsOf(name) === null),
		[],
	);
	t.deepEqual(
		Object.keys(truth).filter((name) => !scenarios.includes(name)),
		[],
	);
	const kinds = new Set(['none', ...diagnosisRules.map(({kind}) => kind)]);
	t.deepEqual(
		[...new Set(Object.values(truth).flat())].filter((kind) => !kinds.has(kind)),
		[],
	);
});

test('what log files alone can tell of every shipped scenario is written down, in words that some signature or rule of logs has', (t) => {
	t.deepEqual(Object.keys(logTruth).toSorted(), [...Object.keys(truth), 'dns-dead'].toSorted());
	const words = new Set([
		...Object.values(signatures)
			.flat()
			.flatMap(({cause}: Signature) => cause ?? []),
		'none',
		'app-answered',
		'gateway-started-anew',
		'clients-gone',
	]);
	t.deepEqual(
		[...new Set(Object.values(logTruth).flat())].filter((word) => !words.has(word)),
		[],
	);
});

test('nothing in the product reaches the answer sheet', (t) => {
	const sources = readSources('src/**/*.ts');
	t.deepEqual(
		sources.filter(({imports}) => imports.some(({target}) => target.startsWith('test/'))).map((file) => file.path),
		[],
	);
});

test('a run is right by its first cause, and nearly so by its first three', (t) => {
	const slow = [['app-slow', 'slow']];
	t.like(scoreRun(run, slow, named('app-slow', 'app-killed')), {isFirst: true, isAmongThree: true});
	t.like(scoreRun(run, slow, named('app-killed', 'overload', 'app-slow')), {isFirst: false, isAmongThree: true});
	t.like(scoreRun(run, slow, named('a', 'b', 'c', 'app-slow')), {isFirst: false, isAmongThree: false});
	t.like(scoreRun(run, slow, []), {isFirst: false, found: ['none']});
	t.is(truthsOf('of somebody else'), null);
	t.is(logTruthsOf('of somebody else'), null);
});

test('a cause is right by any of the names that it goes by', (t) => {
	t.like(scoreRun(run, [['connection_refused']], [['nginx.connect-refused', 'connection_refused']]), {isFirst: true});
});

test('without a fault any cause is a wrong one', (t) => {
	t.like(scoreRun(run, [['none']], []), {isFirst: true});
	t.like(scoreRun(run, [['none']], named('app-slow')), {isFirst: false});
});

test('tables tell counts, and what was named instead', (t) => {
	const runs = [
		scoreRun(run, [['app-slow']], named('app-slow')),
		scoreRun({...run, gateway: 'caddy'}, [['app-slow']], named('overload', 'app-slow')),
	];
	t.is(totalRow(totalOf('all', runs)), '| all | 2 | 1 (50.0 %) | 2 (100.0 %) |');
	t.deepEqual(confusion(runs), ['| app-slow | 1 of 2 | overload × 1 (hang: caddy) |']);
});

test('a scenario with other numbers has the truth of the one that it was made from, and of two faults both count', (t) => {
	t.deepEqual(truthsOf('hang--v7012'), [['app-slow']]);
	t.deepEqual(truthsOf('pair-kill-pause--v3'), [['app-killed'], ['container-paused']]);
	t.is(truthsOf('pair-kill-nothing--v3'), null);
	t.deepEqual(logTruthsOf('pair-kill-error--v3'), [['connection_refused'], ['app-answered']]);
	const both = truthsOf('pair-kill-pause--v3') ?? [];
	t.like(scoreRun(run, both, named('app-killed', 'overload', 'container-paused')), {isFirst: true, isAmongThree: true});
	t.like(scoreRun(run, both, named('app-killed', 'overload')), {isFirst: true, isAmongThree: false});
	t.like(scoreRun(run, both, named('overload', 'app-killed', 'container-paused')), {isFirst: false, isAmongThree: true});
});

test('scenarios with other numbers, the same for the same seed, and pairs of faults, are scenarios that can be run', async (t) => {
	const loaded = await loadScenarios(varied, projectFolder);
	t.is(loaded.length, varied.length);
	for (const seed of [1, 2, 3]) {
		for (const {name, scenario} of loaded) {
			const changed = vary(scenario, randomFrom(seed));
			t.true(validateScenario(changed).ok, `${name} ${seed}`);
			t.deepEqual(changed.load, vary(scenario, randomFrom(seed)).load);
			t.deepEqual(truthsOf(`${name}--v${seed}`), [truth[name]]);
		}

		t.true(validateScenario(pair('kill', 'hang', randomFrom(seed))).ok);
	}

	const rates = loaded.map(({scenario}, seed) => vary(scenario, randomFrom(seed)).load?.ratePerSecond);
	t.true(new Set(rates).size > 1);
});

test('a run is held out where nobody had looked at its gateway by then', (t) => {
	t.true(isHeldOut({gateway: 'another', startedAt: '2026-11-21T14:00:00.000Z'}));
	t.false(isHeldOut({gateway: 'nginx', startedAt: '2026-11-21T14:00:00.000Z'}));
	t.true(isHeldOut({gateway: 'nginx', startedAt: '2027-01-01T00:00:00.000Z'}));
});
