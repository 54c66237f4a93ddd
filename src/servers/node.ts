// The sample app: a Node HTTP server with keep-alive.
import {appLogName} from '../upstreams/upstream.ts';
import {logReader} from './log-reader.ts';
import {meaningOf} from './meaning-of.ts';
import type {MeaningTable} from './meaning-of.ts';
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
	readLogs: (files, part, clock) => readLog(new Map([...files].filter(([name]) => name === appLogName)), part, clock),
};

/** What an app with a database says where that fails, in the words of node-postgres. */
const meanings: MeaningTable = [
	[/: timeout exceeded when trying to connect$/, 'pool-exhausted'],
	[/: (?:sorry, too many clients already|remaining connection slots are reserved .*)$/, 'connections-exhausted'],
];

const linePattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (\w+): (.*)$/;

const readLog = logReader({
	cut(raw) {
		const [, time, level, text] = linePattern.exec(raw) ?? [];
		return time === undefined || level === undefined || text === undefined ? null : {time, level, text};
	},
	meaningOf: (text) => meaningOf(text, meanings),
	stepMs: 1,
});
