// PostgreSQL, which stands behind apps and not behind a gateway: its settings as a command, and what its log tells. Starts nothing.
import type {DatabasePlan} from '../scenario/plan.ts';
import type {ServerLogEvent} from '../timeline/timeline.ts';
import type {ImageName} from '../runtime/runtime.ts';
import {appLogDirectory, databaseRoles} from '../upstreams/upstream.ts';
import {logReader} from './log-reader.ts';
import {meaningOf} from './meaning-of.ts';
import type {MeaningTable} from './meaning-of.ts';
import type {ServerLogClock} from './server.ts';

export interface DatabaseKind {
	readonly name: string;
	readonly image: ImageName;
	/** It refuses to run as root. */
	readonly user: string;
	/** Its first process; in the foreground. */
	command(database: DatabasePlan): readonly string[];
	/** Log files by name relative to /var/log/gatequake. */
	readLogs(files: ReadonlyMap<string, string>, part: string, clock: ServerLogClock): readonly ServerLogEvent[];
}

export const postgres: DatabaseKind = {
	name: 'postgres',
	image: 'postgres',
	user: 'postgres',
	command: ({maxConnections}) => [
		'postgres',
		'-D',
		'/var/lib/gatequake/database',
		...settings({
			listen_addresses: '*',
			max_connections: String(maxConnections),
			shared_buffers: '16MB',
			// No run outlives its containers.
			fsync: 'off',
			logging_collector: 'on',
			log_directory: appLogDirectory,
			log_filename: 'postgresql.log',
			log_rotation_age: '0',
			log_file_mode: '0644',
			log_timezone: 'UTC',
			// Debian's own, with the code of what went wrong.
			log_line_prefix: '%m [%p] %q%u@%d %e ',
			// Who waits longer than deadlock_timeout for a lock is in the log.
			log_lock_waits: 'on',
			deadlock_timeout: '200ms',
		}),
	],
	readLogs: (files, part, clock) => readLog(files, part, clock),
};

function settings(values: Readonly<Record<string, string>>): readonly string[] {
	return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

const linePattern = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d\.\d{3}) UTC \[\d+\] (?:(\S+)@\S+ \S+ )?([A-Z]+\d?): +(.*)$/;

/** The first group would be a pid, and these lines tell of none. */
const meanings: MeaningTable = [
	[/^database system is ready to accept connections/, 'started'],
	[/^received (?:smart|fast|immediate) shutdown request/, 'stopping'],
	[/^(?:sorry, too many clients already|remaining connection slots are reserved)/, 'connections-exhausted'],
	[/^process \d+ still waiting for \w+ on /, 'lock-wait'],
];

/** What other programs are refused says nothing of the apps. */
const readLog = logReader({
	cut(raw) {
		const [, day, time, role, level, text] = linePattern.exec(raw) ?? [];
		return day === undefined || level === undefined || text === undefined || role === databaseRoles.other
			? null
			: {time: `${day}T${time}Z`, level, text};
	},
	meaningOf: (text) => meaningOf(text, meanings),
	stepMs: 1,
});
