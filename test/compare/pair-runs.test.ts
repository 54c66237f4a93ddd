import test from 'ava';
import {pairRuns} from '../../src/compare/pair-runs.ts';
import {runValues} from '../helpers/simulated-sides.ts';

const names = (groups: ReturnType<typeof pairRuns>) => groups.map(({name, pairs}) => `${name}: ${pairs.map(({repeat}) => repeat).join()}`);
const twoGateways = (config: string) => ['nginx', 'haproxy'].map((gateway) => runValues({}, {gateway, config}));

test('what does not vary within a side is what is compared: gateway against gateway, config against config', (t) => {
	const a = [runValues({}), runValues({}, {repeat: 2})];
	t.deepEqual(names(pairRuns(a, [runValues({}, {gateway: 'haproxy', config: 'tuned'})])), ['upstream-killed: 1']);
});

test('what varies within a side must be equal in a pair, and stands in the name', (t) => {
	t.deepEqual(names(pairRuns(twoGateways('a'), twoGateways('b'))), ['upstream-killed · nginx: 1', 'upstream-killed · haproxy: 1']);
	t.deepEqual(names(pairRuns(twoGateways('a'), [runValues({}, {gateway: 'nginx'})])), ['upstream-killed · nginx: 1']);
});

test('a run without the fault is the control of its cell; alone it is compared as such', (t) => {
	const control = runValues({}, {mode: 'control'});
	const withheld = runValues({}, {mode: 'withheld'});
	const [group] = pairRuns([runValues({}), control], [runValues({}), control]);
	t.is(group?.pairs.length, 1);
	t.is(group?.pairs[0]?.controls?.a, control);
	t.deepEqual(names(pairRuns([withheld], [withheld])), ['upstream-killed · fault withheld: 1']);
	t.is(pairRuns([runValues({}), control], [runValues({})])[0]?.pairs[0]?.controls, null);
	t.deepEqual(pairRuns([runValues({})], [withheld]), []);
});
