import {once} from 'node:events';
import {createServer} from 'node:http';
import test from 'ava';
import Docker from 'dockerode';
import {GatequakeError} from '../../src/error.ts';
import {explainNetworkError, removeNetwork} from '../../src/runtime/create-network.ts';

for (const [version, message] of [
	['20.10', 'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network'],
	['28', 'all predefined address pools have been fully subnetted'],
]) {
	test(`an engine ${version} without a free address pool is understood, and the way out is named`, (t) => {
		const error = explainNetworkError(new Error(`(HTTP code 500) server error - ${message} `), 'gatequake-r1-1-steady');
		t.true(error instanceof GatequakeError && error.code === 'NO_ADDRESS_POOL');
		t.regex(String(error), /gatequake-r1-1-steady/);
		t.regex(error instanceof GatequakeError ? (error.hint ?? '') : '', /gatequake sweep.*docker network prune/);
	});
}

test('any other refusal stays as it is', (t) => {
	const error = new Error('permission denied');
	t.is(explainNetworkError(error, 'n1'), error);
});

test('a network whose containers take longer than a second to leave it is removed all the same', async (t) => {
	const refusals = 14;
	let asked = 0;
	const engine = createServer((_, response) => {
		asked++;
		response.writeHead(asked <= refusals ? 403 : 204, {'content-type': 'application/json'});
		response.end(asked <= refusals ? '{"message":"network n1 has active endpoints"}' : '');
	});
	engine.listen(0, '127.0.0.1');
	await once(engine, 'listening');
	const address = engine.address();
	const docker = new Docker({
		protocol: 'http',
		host: '127.0.0.1',
		port: typeof address === 'object' && address !== null ? address.port : 0,
	});
	try {
		await removeNetwork(docker, 'n1');
		t.is(asked, refusals + 1);
	} finally {
		engine.close();
	}
});
