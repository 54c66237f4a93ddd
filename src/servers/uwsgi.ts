// uWSGI with Python, spoken to in its own protocol: a master and workers of one request at a time.
import type {UpstreamPlan} from '../scenario/plan.ts';
import {appLogDirectory, requestBufferVariable, socketOf} from '../upstreams/upstream.ts';
import {logReader} from './log-reader.ts';
import {meaningOf} from './meaning-of.ts';
import type {MeaningTable} from './meaning-of.ts';
import type {ServerKind} from './server.ts';

export const uwsgi: ServerKind = {
	name: 'uwsgi',
	summary: 'a WSGI app on uWSGI, in its own protocol',
	image: 'uwsgi-app',
	protocol: 'uwsgi',
	listens: ['tcp', 'unix'],
	script: null,
	abilities: ['slow-first-byte', 'hang', 'status', 'block', 'crash', 'take-memory', 'reload', 'request-buffer', 'tell-busy'],
	orders: 'file',
	lacks: {
		idleTimeoutMs: 'it answers one request a connection',
		onTerm: 'uWSGI ends at SIGTERM as it does',
		tls: 'the uwsgi protocol goes without TLS',
		data: 'the WSGI app keeps nothing but its journal',
		pool: 'the WSGI app asks no database',
	},
	reloadSignal: 'SIGHUP',
	hotRestartSignal: null,
	capabilities: [],
	files: (upstream) => [{path: configPath, content: configOf(upstream)}],
	command: () => ['uwsgi', configPath],
	readLogs: (files, part, clock) => readLog(files, part, clock),
};

const configPath = '/etc/gatequake/uwsgi.ini';

function configOf(upstream: UpstreamPlan): string {
	const {port, workers, requestTimeoutMs, graceMs, backlog} = upstream;
	return `${[
		'[uwsgi]',
		'plugin = python3',
		`socket = ${socketOf(upstream) ?? `0.0.0.0:${port}`}`,
		// The gateway runs as another user.
		'chmod-socket = 666',
		'chdir = /opt/gatequake/app',
		'module = wsgi:application',
		'need-app = true',
		'master = true',
		...(workers === null ? [] : [`processes = ${workers}`]),
		`listen = ${backlog}`,
		// From the environment of each start: its default is 4096.
		`buffer-size = $(${requestBufferVariable})`,
		...(requestTimeoutMs === null ? [] : [`harakiri = ${Math.ceil(requestTimeoutMs / 1000)}`]),
		...(graceMs === null ? [] : [`worker-reload-mercy = ${Math.ceil(graceMs / 1000)}`]),
		'die-on-term = true',
		'disable-logging = true',
		// Otherwise only some of its lines have a time.
		'log-date = %%Y-%%m-%%dT%%H:%%M:%%S%%z',
		`logto = ${appLogDirectory}/uwsgi.log`,
	].join('\n')}\n`;
}

const linePattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)([+-]\d\d)(\d\d) - (.*)$/;

const meanings: MeaningTable = [
	[/^spawned uWSGI master process/, 'started'],
	[/^\.\.\.gracefully killing workers/, 'reloaded'],
	[/^SIGINT\/SIGTERM received/, 'stopping'],
	[/^spawned uWSGI worker \d+ \(pid: (\d+)/, 'worker-started'],
	[/^Respawned uWSGI worker \d+ \(new pid: (\d+)\)/, 'worker-started'],
	[/^DAMN ! worker \d+ \(pid: (\d+)\) died, killed by signal/, 'worker-killed'],
	[/^worker \d+ (?:buried|killed)/, 'worker-exited'],
	[/^\*\*\* HARAKIRI ON WORKER \d+ \(pid: (\d+)/, 'request-timeout'],
	[/^invalid request block size: /, 'request-refused'],
	[/^\*\*\* uWSGI listen queue of socket .* full !!!/, 'queue-full'],
];

const readLog = logReader({
	cut(raw) {
		const [, time, hours, minutes, text] = linePattern.exec(raw) ?? [];
		// It has no levels.
		return text === undefined ? null : {time: `${time}${hours}:${minutes}`, level: 'info', text};
	},
	meaningOf: (text) => meaningOf(text, meanings),
});
