import test from 'ava';
import {openLineChannel} from '../../src/topology/line-channel.ts';
import {startDatabase} from '../../src/topology/start-database.ts';
import type {ContainerSpec} from '../../src/runtime/runtime.ts';
import {fakeControl} from '../helpers/fake-control.ts';
import {fakeTopology} from '../helpers/fake-topology.ts';

const {container} = fakeTopology().context.topology.gateway;
const image = {reference: 'gatequake/x:1', digest: 'sha256:1', version: '1'};
const plan = {kind: 'postgres', maxConnections: 20} as const;
const spec = (part: string): ContainerSpec => ({part, image: image.reference, command: [], network: null});

async function started(replies: Readonly<Record<string, Readonly<Record<string, unknown>>>>) {
	const control = fakeControl(({command}) => ({data: replies[String(command)] ?? {}}));
	const parts: string[] = [];
	const database = await startDatabase({
		database: plan,
		specs: {database: () => spec('database'), databaseHelper: () => spec('database-helper')},
		images: {pg: image, postgres: image},
		async start({part}) {
			parts.push(part);
			return {...container, part};
		},
		channelOf: ({part}) => openLineChannel(part, control),
		clock: {fromMonoMs: (monoMs) => monoMs - 1000},
	});
	return {database, parts, sent: control.sent};
}

const held = {fromMonoMs: 3000, toMonoMs: 3008, held: 16, waiting: 0};

test('it is up when its helper says its version, and what is held has the middle of its time', async (t) => {
	const {database, parts, sent} = await started({'open-database': {version: '17.6'}, 'hold-database': held, 'release-database': held});
	t.deepEqual(parts, ['database', 'database-helper']);
	t.is(database.version, '17.6');
	t.like(await database.hold('slots'), {atMs: 2004, uncertaintyMs: 4, held: 16});
	t.like(await database.release(), {atMs: 2004});
	t.like(sent[1], {command: 'hold-database', hold: 'slots'});
});

test('answers of another shape are errors, and so is a plan whose images are not there', async (t) => {
	await t.throwsAsync(started({}), {code: 'BAD_REPLY'});
	const {database} = await started({'open-database': {version: '17.6'}});
	await t.throwsAsync(database.hold('lock'), {code: 'BAD_REPLY'});
	await t.throwsAsync(
		startDatabase({
			database: plan,
			specs: {database: () => spec('database'), databaseHelper: () => spec('database-helper')},
			images: {pg: null, postgres: null},
			start: async () => container,
			channelOf: () =>
				openLineChannel(
					'x',
					fakeControl(() => ({})),
				),
			clock: {fromMonoMs: (monoMs) => monoMs},
		}),
		{code: 'NO_HELPER'},
	);
});
