// Gunicorn with its default, synchronous workers: each serves one request at a time and closes the connection after it.
import type {UpstreamPlan} from '../scenario/plan.ts';
import {appLogDirectory, socketOf} from '../upstreams/upstream.ts';
import {logReader} from './log-reader.ts';
import {meaningOf} from './meaning-of.ts';
import type {MeaningTable} from './meaning-of.ts';
import type {ServerKind} from './server.ts';

export const gunicorn: ServerKind = {
	name: 'gunicorn',
	summary: 'a WSGI app on Gunicorn, synchronous workers',
	image: 'gunicorn-app',
	protocol: 'http',
	listens: ['tcp', 'unix'],
	script: null,
	abilities: ['slow-first-byte', 'hang', 'status', 'block', 'crash', 'take-memory', 'reload'],
	orders: 'file',
	lacks: {
		idleTimeoutMs: 'its synchronous workers close each connection after one answer',
		onTerm: 'Gunicorn ends at SIGTERM as it does',
		tls: 'it is not told of certificates here, and stands behind a gateway in plain HTTP as a rule',
		data: 'the WSGI app keeps nothing but its journal',
		pool: 'the WSGI app asks no database',
	},
	reloadSignal: 'SIGHUP',
	hotRestartSignal: null,
	capabilities: [],
	files: (upstream) => [{path: configPath, content: configOf(upstream)}],
	command: () => ['gunicorn', '--config', configPath],
	readLogs: (files, part, clock) => readLog(files, part, clock),
};

const configPath = '/etc/gatequake/gunicorn.conf.py';

function configOf(upstream: UpstreamPlan): string {
	const {port, workers, requestTimeoutMs, graceMs, backlog} = upstream;
	const socket = socketOf(upstream);
	return `${[
		"chdir = '/opt/gatequake/app'",
		"wsgi_app = 'wsgi:application'",
		`bind = '${socket === null ? `0.0.0.0:${port}` : `unix:${socket}`}'`,
		...(workers === null ? [] : [`workers = ${workers}`]),
		// 0 turns it off.
		`timeout = ${requestTimeoutMs === null ? 0 : Math.ceil(requestTimeoutMs / 1000)}`,
		...(graceMs === null ? [] : [`graceful_timeout = ${Math.ceil(graceMs / 1000)}`]),
		`backlog = ${backlog}`,
		// The gateway runs as another user.
		'umask = 0',
		"worker_tmp_dir = '/dev/shm'",
		`errorlog = '${appLogDirectory}/gunicorn.log'`,
	].join('\n')}\n`;
}

const linePattern = /^\[(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)\] \[\d+\] \[(\w+)\] (.*)$/;

const meanings: MeaningTable = [
	[/^Listening at: /, 'started'],
	[/^Hang up: /, 'reloaded'],
	[/^Handling signal: (?:term|int|quit)/, 'stopping'],
	[/^Booting worker with pid: (\d+)/, 'worker-started'],
	[/^Worker exiting \(pid: (\d+)\)/, 'worker-exited'],
	// It says so of every SIGKILL, its own after a time-out included: this is no sign of an OOM.
	[/^Worker \(pid:(\d+)\) was sent SIG/, 'worker-killed'],
	[/^WORKER TIMEOUT \(pid:(\d+)\)/, 'request-timeout'],
];

const readLog = logReader({
	cut(raw) {
		const [, day, time, hours, minutes, level, text] = linePattern.exec(raw) ?? [];
		return level === undefined || text === undefined ? null : {time: `${day}T${time}${hours}:${minutes}`, level, text};
	},
	meaningOf: (text) => meaningOf(text, meanings),
});
