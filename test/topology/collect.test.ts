// Whose log a line is from, once the logs of several gateways are read.
import test from 'ava';
import {nginx} from '../../src/gateways/nginx.ts';
import type {RunningContainer} from '../../src/runtime/runtime.ts';
import {node} from '../../src/servers/node.ts';
import {collect} from '../../src/topology/collect.ts';
import {fakeTopology} from '../helpers/fake-topology.ts';

const {topology} = fakeTopology().context;

function holding(part: string, files: Readonly<Record<string, string>>): RunningContainer {
	const held = new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]));
	return {...topology.gateway.container, part, readFiles: async () => held};
}

const accessLine = (status: number) =>
	`${JSON.stringify({t: 1, gq: '7', status: String(status), seconds: 0.1, addresses: '-', statuses: '-', worker: 1})}\n`;

test('lines of the gateway under test name no part, those of the gateways behind it do, and each has its own log files', async (t) => {
	const {events, logs} = await collect({
		gateways: [
			{kind: nginx, container: holding('gateway', {'access.log': accessLine(504)})},
			{kind: nginx, container: holding('inner1', {'access.log': accessLine(499)})},
		],
		upstreams: [{kind: node, container: holding('app1', {'journal.ndjson': ''})}],
		clock: topology.clock,
	});
	t.deepEqual(
		events.map((event) => (event.kind === 'access' ? [event.part, event.status, event.requestId] : event.kind)),
		[
			[undefined, 504, 7],
			['inner1', 499, 7],
		],
	);
	t.deepEqual([...logs.keys()], ['gateway.access.log', 'inner1.access.log', 'app1.journal.ndjson']);
});
