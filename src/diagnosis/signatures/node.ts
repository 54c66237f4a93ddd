// What Node.js itself prints when a process fails, and the error codes of its network that apps log.
import {signature} from '../signature.ts';
import type {Signature} from '../signature.ts';

export const node: readonly Signature[] = [
	signature(
		'heap',
		/FATAL ERROR: .*JavaScript heap out of memory|FATAL ERROR: .*(?:Allocation failed|Reached heap limit)/,
		['failure', 'memory', 'connection_refused', '502'],
		{
			meaning:
				'V8’s heap is full: the process ends itself (exit code 134; 139 where it is a container’s first process). That is not the kernel’s OOM killer',
			check: 'A leak: --heapsnapshot-near-heap-limit.',
			change: '--max-old-space-size below the container’s limit; the leak; a supervisor that restarts.',
			source: 'src/node_errors.cc: OOMErrorHandler',
		},
	),
	signature(
		'uncaught',
		/(?<!PHP Fatal error: +)Uncaught\s?Exception|^Node\.js v\d+\.\d+\.\d+$|UnhandledPromiseRejection|^\s*throw (?:err|er|error|new)\b|triggerUncaughtException|Unhandled 'error' event|This error originated either by throwing inside of an async function/,
		['failure', 'process', 'connection_refused', '502'],
		{
			meaning: 'an error that nobody caught ended the process',
			check: 'The stack trace below it.',
			change: 'The app; a supervisor that restarts.',
			source: 'src/node_errors.cc: TriggerUncaughtException',
		},
	),
	signature(
		'module-missing',
		/Cannot find (?:module|package) '|ERR_MODULE_NOT_FOUND\]|code: '(?:ERR_)?MODULE_NOT_FOUND'/,
		['failure', 'start', 'connection_refused', '502'],
		{
			meaning: 'a module of the app is not there: the app does not start',
			check: 'Its name in the line: a package that was not installed, or a file that was not deployed?',
			change: 'npm ci in the build; dependencies instead of devDependencies; the path of the file, with its letters’ case.',
			source: 'lib/internal/modules/cjs/loader.js: Module._resolveFilename; lib/internal/modules/esm/resolve.js',
		},
	),
	signature('port-in-use', /listen EADDRINUSE/, ['failure', 'start', 'connection_refused', '502'], {
		meaning: 'the app could not open its port',
		check: 'ss -ltnp: who holds it? Two copies of the app?',
		change: 'The port; wait for the old process to end.',
		source: 'lib/net.js: setupListenHandle',
	}),
	signature('port-denied', /listen EACCES/, ['failure', 'start', 'connection_refused', '502'], {
		meaning: 'the app may not open its port or socket',
		check: 'A port under 1024; the folder of the socket.',
		change: 'A higher port, CAP_NET_BIND_SERVICE, or the folder’s rights.',
		source: 'lib/net.js: setupListenHandle',
	}),
	signature('descriptors', /\bEMFILE\b|\bENFILE\b/, ['failure', 'process', 'connection_timeout', '502 or 504'], {
		meaning: 'the app has no file descriptor left',
		check: 'ls /proc/PID/fd | wc -l: sockets that are never closed?',
		change: 'The leak; ulimit -n, LimitNOFILE.',
		source: 'doc/api/errors.md: Common system errors',
	}),
	signature('dependency-refused', /connect ECONNREFUSED/, ['failure', 'headers', null, '500 or 503 of the app'], {
		meaning: 'something that the app needs refused a connection',
		check: 'Address and port in the line: a database, a cache?',
		change: 'That service; retries and a pool in the app.',
		source: 'doc/api/errors.md: Common system errors',
	}),
	signature(
		'dependency-timeout',
		/connect (?:ETIMEDOUT|EHOSTUNREACH)|\bESOCKETTIMEDOUT\b|(?:Connect|Headers) Timeout Error/,
		['failure', 'headers', 'http_response_timeout', '504, or 500 of the app'],
		{
			meaning: 'something that the app needs did not answer',
			check: 'Address and port in the line.',
			change: 'That service; a shorter time-out than the gateway’s in the app.',
			source: 'doc/api/errors.md: Common system errors',
		},
	),
	signature('dependency-name', /getaddrinfo (?:ENOTFOUND|EAI_AGAIN)/, ['failure', 'headers', null, '500 of the app'], {
		meaning: 'a name that the app needs could not be looked up',
		check: 'The name in the line; the name service.',
		change: 'The name; the resolver of the container.',
		source: 'doc/api/errors.md: Common system errors',
	}),
	signature(
		'peer-reset',
		/(?:read|connect) ECONNRESET|socket hang up|write EPIPE|SocketError: other side closed/,
		['strain', 'body', null, 'none, or 500 of the app'],
		{
			meaning: 'the other side of a connection closed it: the gateway that gave up, or a service that the app uses',
			check: 'Who the other side is.',
			change: 'server.keepAliveTimeout above the gateway’s; agentkeepalive below the service’s.',
			source: 'doc/api/errors.md: ECONNRESET',
		},
	),
	signature('pool-exhausted', /timeout exceeded when trying to connect/, ['failure', 'queue', null, '500 of the app'], {
		meaning: 'the app had no connection to its database free in time',
		check: 'What holds them: slow statements, locks, a connection that is never given back? pg_stat_activity of the database.',
		change: 'What holds them; then max of the pool, within the database’s max_connections.',
		source: 'pg-pool/index.js: connect (node-postgres)',
	}),
];
