import {readdirSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {diagnosisRules} from '../../src/diagnosis/rules.ts';
import {projectFolder, readSources} from '../helpers/source-file.ts';
import {confusion, scoreRun, totalOf, totalRow} from './score-runs.ts';
import {truth} from './truth.ts';

const entry = (kind: string) => ({kind, cause: '', confidence: 'certain' as const, advice: '', evidence: [], against: [], requests: 1});

test('every shipped scenario has its truth, and every truth is a kind that some rule can find', (t) => {
	const scenarios = readdirSync(path.join(projectFolder, 'scenarios')).map((name) => name.replace(/\.ts$/, ''));
	t.deepEqual(Object.keys(truth).toSorted(), scenarios.toSorted());
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
	const run = {gateway: 'nginx', scenario: 'hang', hasFault: true};
	t.like(scoreRun(run, [entry('app-slow'), entry('app-killed')]), {isFirst: true, isAmongThree: true});
	t.like(scoreRun(run, [entry('app-killed'), entry('overload'), entry('app-slow')]), {isFirst: false, isAmongThree: true});
	t.like(scoreRun(run, ['a', 'b', 'c', 'app-slow'].map(entry)), {isFirst: false, isAmongThree: false});
	t.like(scoreRun(run, []), {isFirst: false, found: ['none']});
	t.is(scoreRun({...run, scenario: 'of somebody else'}, []), null);
});

test('without a fault any cause is a wrong one', (t) => {
	const run = {gateway: 'nginx', scenario: 'hang', hasFault: false};
	t.like(scoreRun(run, []), {isFirst: true});
	t.like(scoreRun(run, [entry('app-slow')]), {isFirst: false});
});

test('tables tell counts, and what was named instead', (t) => {
	const runs = [
		scoreRun({gateway: 'nginx', scenario: 'hang', hasFault: true}, [entry('app-slow')]),
		scoreRun({gateway: 'caddy', scenario: 'hang', hasFault: true}, [entry('overload'), entry('app-slow')]),
	].flatMap((run) => run ?? []);
	t.is(totalRow(totalOf('all', runs)), '| all | 2 | 1 (50.0 %) | 2 (100.0 %) |');
	t.deepEqual(confusion(runs), ['| app-slow | 1 of 2 | overload × 1 (hang: caddy) |']);
});
