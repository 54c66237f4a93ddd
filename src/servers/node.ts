// The sample app: a Node HTTP server with keep-alive.
import type {ServerKind} from './server.ts';

const onlyProcess = 'a Node app is one process, and gives up no request by itself';

export const node: ServerKind = {
	name: 'node',
	summary: 'an HTTP app on node:http',
	image: 'app',
	protocol: 'http',
	listens: ['tcp', 'unix'],
	script: null,
	abilities: [
		'slow-first-byte',
		'hang',
		'hang-in-body',
		'drip',
		'status',
		'refuse-host',
		'headers',
		'block',
		'handshake',
		'probe-status',
		'crash',
		'leak',
		'flaw',
		'limit-files',
	],
	orders: 'channel',
	lacks: {workers: onlyProcess, requestTimeoutMs: onlyProcess, graceMs: onlyProcess},
	reloadSignal: null,
	hotRestartSignal: null,
	capabilities: [],
	files: () => [],
	command: () => ['node', '/opt/gatequake/bin/node-app'],
	readLogs: () => [],
};
