// Puma with Ruby: one process with threads, or, with `workers`, a first process and workers that can be replaced one by one.
import type {UpstreamPlan} from '../scenario/plan.ts';
import {appLogDirectory, socketOf} from '../upstreams/upstream.ts';
import {logReader} from './log-reader.ts';
import {meaningOf} from './meaning-of.ts';
import type {MeaningTable} from './meaning-of.ts';
import type {ServerKind} from './server.ts';

export const puma: ServerKind = {
	name: 'puma',
	summary: 'a Rack app on Puma, threads in one process or in workers',
	image: 'puma-app',
	protocol: 'http',
	listens: ['tcp', 'unix'],
	script: null,
	abilities: ['slow-first-byte', 'hang', 'status', 'crash', 'reload', 'hot-restart'],
	orders: 'file',
	lacks: {
		requestTimeoutMs: 'Puma ends no request: its worker_timeout is about workers that give no sign of life',
		tls: 'it is not told of certificates here, and stands behind a gateway in plain HTTP as a rule',
		onTerm: 'Puma ends at SIGTERM as it does',
		data: 'the Rack app keeps nothing but its journal',
		pool: 'the Rack app asks no database',
	},
	reloadSignal: 'SIGUSR1',
	hotRestartSignal: 'SIGUSR2',
	capabilities: [],
	files: (upstream) => [{path: configPath, content: configOf(upstream)}],
	// A hot restart begins with the same words again, and with the same standard output.
	command: () => ['sh', '-c', `exec puma --config ${configPath} >>${appLogDirectory}/puma.log 2>&1`],
	readLogs: (files, part, clock) => readLog(files, part, clock),
};

const configPath = '/etc/gatequake/puma.rb';

function configOf(upstream: UpstreamPlan): string {
	const {port, workers, graceMs, backlog, idleTimeoutMs} = upstream;
	const socket = socketOf(upstream);
	return `${[
		"directory '/opt/gatequake/app'",
		"rackup '/opt/gatequake/app/config.ru'",
		"environment 'production'",
		// The gateway runs as another user.
		`bind '${socket === null ? `tcp://0.0.0.0:${port}?backlog=${backlog}` : `unix://${socket}?mode=0777&backlog=${backlog}`}'`,
		...(workers === null ? [] : [`workers ${workers}`]),
		...(graceMs === null ? [] : [`worker_shutdown_timeout ${Math.ceil(graceMs / 1000)}`, `force_shutdown_after ${graceMs / 1000}`]),
		`persistent_timeout ${Math.ceil(idleTimeoutMs / 1000)}`,
		// Otherwise its lines have no time.
		'log_formatter { |text| "#{Time.now.utc.strftime(\'%Y-%m-%dT%H:%M:%S.%LZ\')} [#{Process.pid}] #{text}" }',
	].join('\n')}\n`;
}

const linePattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) \[\d+\] (.*)$/;

const meanings: MeaningTable = [
	[/^Use Ctrl-C to stop/, 'started'],
	[/^- Starting phased worker restart/, 'reloaded'],
	[/^\* Restarting\.\.\./, 'reloaded'],
	// Of a hot restart, too.
	[/^- Gracefully (?:shutting down workers|stopping)/, 'stopping'],
	[/^- Worker \d+ \(PID: (\d+)\) booted/, 'worker-started'],
	[/^- Stopping (\d+) for phased upgrade/, 'worker-exited'],
	[/^! Terminating timed out worker .*: (\d+)$/, 'worker-killed'],
];

const readLog = logReader({
	cut(raw) {
		const [, time, text] = linePattern.exec(raw) ?? [];
		// It has no levels.
		return time === undefined || text === undefined ? null : {time, level: text.startsWith('!') ? 'warning' : 'info', text};
	},
	meaningOf: (text) => meaningOf(text, meanings),
	stepMs: 1,
});
