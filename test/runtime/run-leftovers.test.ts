import test from 'ava';
import {removable, type Leftover} from '../../src/runtime/run-leftovers.ts';

const leftover = (id: string, keptIds: readonly string[] | null = null): Leftover => ({
	kind: keptIds === null ? 'container' : 'volume',
	id,
	name: id,
	runId: 'r1',
	words: id,
	isAnchor: false,
	state: 'running',
	createdSeconds: 0,
	keptIds,
	composeProject: null,
});
const ids = (leftovers: readonly Leftover[]): readonly string[] => leftovers.map(({id}) => id);

const all = [leftover('app1'), leftover('gateway'), leftover('record-1', ['app1']), leftover('record-2', ['app2']), leftover('app2')];

test('what a record keeps, and the record itself, is not removable', (t) => {
	t.deepEqual(ids(removable(all, false)), ['gateway']);
});

test('with kept runs included everything is removable', (t) => {
	t.deepEqual(ids(removable(all, true)), ids(all));
});
