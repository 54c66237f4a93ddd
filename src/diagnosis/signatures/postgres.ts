// PostgreSQL's server log, and its words where apps repeat them in theirs. Read against src/backend of its version 17.
import {quiet, signature} from '../signature.ts';
import type {Signature} from '../signature.ts';

export const postgres: readonly Signature[] = [
	signature(
		'slots-exhausted',
		/sorry, too many clients already|remaining connection slots are reserved for|too many connections for (?:role|database) "/,
		['failure', 'queue', null, '500 of the app'],
		{
			meaning: 'the database had no connection slot left, and refused a program',
			check: 'SELECT usename, application_name, state, count(*) FROM pg_stat_activity GROUP BY 1, 2, 3: who holds them?',
			change:
				'Smaller pools (apps × processes × size < max_connections), PgBouncer, idle_session_timeout; max_connections only with the memory for it.',
			source: 'src/backend/utils/init/postinit.c: InitPostgres; src/backend/storage/lmgr/proc.c: InitProcess',
		},
	),
	signature(
		'lock-wait',
		/process \d+ still waiting for \w+ on /,
		['strain', 'headers', 'http_response_timeout', '504, or 500 of the app'],
		{
			meaning: 'a session has waited for a lock for longer than deadlock_timeout, and holds its connection meanwhile',
			check: 'The DETAIL line names the holder; pg_blocking_pids(PID); state = ’idle in transaction’?',
			change: 'End the holder; lock_timeout for migrations, idle_in_transaction_session_timeout for all.',
			source: 'src/backend/storage/lmgr/proc.c: ProcSleep (log_lock_waits = on)',
		},
	),
	signature('deadlock', /ERROR: +deadlock detected/, ['failure', 'headers', null, '500 of the app'], {
		meaning: 'two transactions waited for each other, and the database ended one',
		check: 'The DETAIL lines: which statements, in which order?',
		change: 'The same order of locks everywhere; a retry of the transaction in the app.',
		source: 'src/backend/storage/lmgr/deadlock.c: DeadLockReport',
	}),
	signature(
		'statement-ended',
		/canceling statement due to (?:statement|lock) timeout|canceling statement due to user request/,
		['failure', 'headers', null, '500 of the app'],
		{
			meaning: 'a statement took longer than it may, or was cancelled',
			check: 'The STATEMENT line: what did it wait for?',
			change: 'An index, the lock before it; statement_timeout below the gateway’s read time-out.',
			source: 'src/backend/tcop/postgres.c: ProcessInterrupts',
		},
	),
	signature(
		'session-ended',
		/terminating connection due to (?:administrator command|idle-in-transaction timeout|idle-session timeout|immediate shutdown command)/,
		['failure', 'headers', null, '500 of the app'],
		{
			meaning: 'the database ended a session of a program',
			check: 'A restart, pg_terminate_backend, or a time-out for idle sessions? Does the pool test a connection before it hands it out?',
			change: 'A pool that drops dead connections and tries again; its idle time-out below the database’s.',
			source: 'src/backend/tcop/postgres.c: ProcessInterrupts',
		},
	),
	signature(
		'not-open',
		/the database system is (?:starting up|shutting down|in recovery mode|not yet accepting connections)/,
		['failure', 'start', null, '500 or 503 of the app'],
		{
			meaning: 'the database was starting or stopping, and took no connections',
			check: 'Why: a restart, a crash before it?',
			change: 'An app that waits for it and tries again; a standby.',
			source: 'src/backend/utils/init/postinit.c; src/backend/tcop/backend_startup.c: ProcessStartupPacket',
		},
	),
	signature('process-killed', /server process \(PID \d+\) was terminated by signal \d+/, ['failure', 'memory', null, '500 of the app'], {
		meaning: 'a process of the database was killed, and all sessions ended with it',
		check: 'Signal 9: the kernel’s OOM killer (kernel log)?',
		change: 'work_mem × connections within memory; vm.overcommit_memory=2; smaller pools.',
		source: 'src/backend/postmaster/postmaster.c: LogChildExit',
	}),
	signature('disk-full', /could not (?:write|extend|create) .*No space left on device/, ['failure', 'body', null, '500 of the app'], {
		meaning: 'the disk of the database is full: what only writes fails',
		check: 'df -h; old WAL behind a replication slot?',
		change: 'Free it; drop the slot; max_slot_wal_keep_size.',
		source: 'src/backend/storage/smgr/md.c: mdextend',
	}),
	signature(
		'not-let-in',
		/password authentication failed for user|no pg_hba\.conf entry for host|(?:database|role) "[^"]*" does not exist/,
		['failure', 'start', null, '500 of the app, or 502 where it does not start'],
		{
			meaning: 'the database does not let the app in',
			check: 'DATABASE_URL: user, password, name of the database; a deploy that changed it?',
			change: 'That variable, or pg_hba.conf.',
			source: 'src/backend/libpq/auth.c: auth_failed; src/backend/utils/init/postinit.c',
		},
	),
	signature('stopping', /received (?:smart|fast|immediate) shutdown request/, ['life', 'process', null, '500 or 503 of the app'], {
		meaning: 'the database was told to stop',
		check: 'Whether it was meant to.',
		change: 'A time when nobody needs it; apps that try again.',
		source: 'src/backend/postmaster/postmaster.c: process_pm_shutdown_request',
	}),
	quiet(
		'notes',
		/(?:LOG|DETAIL|HINT|STATEMENT|CONTEXT|NOTICE): +(?! |process \d+ still|received \w+ shutdown|server process \(PID|.*(?:No space left|does not exist))|FATAL: +(?:terminating (?:autovacuum|walreceiver|logical)|could not receive)/,
		'what it says of its own work',
		'src/backend/utils/error/elog.c',
	),
];
