import {readdirSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {diagnosisRules} from '../../src/diagnosis/rules.ts';
import {loadScenarios} from '../../src/scenario/load-scenario.ts';
import {validateScenario} from '../../src/scenario/validate-scenario.ts';
import {projectFolder, readSources} from '../helpers/source-file.ts';
import {randomFrom} from '../helpers/timeline-builder.ts';
import {isHeldOut} from './looked-at.ts';
import {pair} from './pair.ts';
import {confusion, scoreRun, totalOf, totalRow} from './score-runs.ts';
import {truth, truthsOf} from './truth.ts';
import {varied, vary} from './vary.ts';

const entry = (kind: string) => ({kind, cause: '', confidence: 'certain' as const, advice: '', evidence: [], against: [], requests: 1});

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

test('nothing in the product reaches the answer sheet', (t) => {
	const sources = readSources('src/**/*.ts');
	t.deepEqual(
		sources.filter(({imports}) => imports.some(({target}) => target.startsWith('test/'))).map((file) => file.path),
		[],
	);
});

test('a run is right by its first cause, and nearly so by its first three', (t) => {
	const run = {gateway: 'nginx', scenario: 'hang', hasFault: true, heldOut: true};
	t.like(scoreRun(run, [entry('app-slow'), entry('app-killed')]), {isFirst: true, isAmongThree: true});
	t.like(scoreRun(run, [entry('app-killed'), entry('overload'), entry('app-slow')]), {isFirst: false, isAmongThree: true});
	t.like(scoreRun(run, ['a', 'b', 'c', 'app-slow'].map(entry)), {isFirst: false, isAmongThree: false});
	t.like(scoreRun(run, []), {isFirst: false, found: ['none']});
	t.is(scoreRun({...run, scenario: 'of somebody else'}, []), null);
});

test('without a fault any cause is a wrong one', (t) => {
	const run = {gateway: 'nginx', scenario: 'hang', hasFault: false, heldOut: true};
	t.like(scoreRun(run, []), {isFirst: true});
	t.like(scoreRun(run, [entry('app-slow')]), {isFirst: false});
});

test('tables tell counts, and what was named instead', (t) => {
	const runs = [
		scoreRun({gateway: 'nginx', scenario: 'hang', hasFault: true, heldOut: true}, [entry('app-slow')]),
		scoreRun({gateway: 'caddy', scenario: 'hang', hasFault: true, heldOut: true}, [entry('overload'), entry('app-slow')]),
	].flatMap((run) => run ?? []);
	t.is(totalRow(totalOf('all', runs)), '| all | 2 | 1 (50.0 %) | 2 (100.0 %) |');
	t.deepEqual(confusion(runs), ['| app-slow | 1 of 2 | overload × 1 (hang: caddy) |']);
});

test('a scenario with other numbers has the truth of the one that it was made from, and of two faults both count', (t) => {
	t.deepEqual(truthsOf('hang--v7012'), [['app-slow']]);
	t.deepEqual(truthsOf('pair-kill-pause--v3'), [['app-killed'], ['container-paused']]);
	t.is(truthsOf('pair-kill-nothing--v3'), null);
	const run = {gateway: 'nginx', scenario: 'pair-kill-pause--v3', hasFault: true, heldOut: true};
	t.like(scoreRun(run, ['app-killed', 'overload', 'container-paused'].map(entry)), {isFirst: true, isAmongThree: true});
	t.like(scoreRun(run, ['app-killed', 'overload'].map(entry)), {isFirst: true, isAmongThree: false});
	t.like(scoreRun(run, ['overload', 'app-killed', 'container-paused'].map(entry)), {isFirst: false, isAmongThree: true});
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
