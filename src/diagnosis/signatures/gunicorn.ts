// Gunicorn's error log. Read against gunicorn/arbiter.py, sock.py and workers/.
import {quiet, signature} from '../signature.ts';
import type {Signature} from '../signature.ts';

const arbiter = 'gunicorn/arbiter.py';

export const gunicorn: readonly Signature[] = [
	signature('worker-timeout', /WORKER TIMEOUT \(pid:/, ['failure', 'headers', 'connection_terminated', '502'], {
		meaning: 'a worker was killed because it gave no sign of life within timeout',
		check: 'What the request waited for; the traceback of SystemExit below it.',
		change: 'Mend what is slow; then timeout; gthread or an async worker class for waiting requests.',
		source: `${arbiter}: murder_workers`,
	}),
	signature('killed', /Worker \(pid:\d+\) was sent (?:code \d+|SIGKILL)!/, ['failure', 'process', 'connection_terminated', '502'], {
		meaning: 'a worker was killed with SIGKILL. It asks “Perhaps out of memory?”, also after its own time-out kill: that is no proof',
		check: 'WORKER TIMEOUT just before it? Otherwise the kernel’s log for the OOM killer.',
		change: 'timeout, or memory: workers × memory per worker; max_requests against a leak.',
		source: `${arbiter}: reap_workers`,
	}),
	signature(
		'signalled',
		/Worker \(pid:\d+\) was sent SIG(?!KILL)[A-Z]+!|Worker with pid \d+ was terminated due to signal/,
		['failure', 'process', 'connection_terminated', '502'],
		{
			meaning: 'a worker was ended by a signal',
			check: 'SIGTERM: a deploy. SIGSEGV, SIGABRT: an extension.',
			change: 'graceful_timeout; the extension.',
			source: `${arbiter}: reap_workers`,
		},
	),
	signature('exited', /Worker \(pid:\d+\) exited with code [1-9]/, ['failure', 'process', 'connection_terminated', '502'], {
		meaning: 'a worker ended with an error',
		check: 'The traceback before it.',
		change: 'The app.',
		source: `${arbiter}: reap_workers`,
	}),
	signature(
		'boot-failed',
		/Worker failed to boot|App failed to load|Failed to find attribute '|Exception in worker process/,
		['failure', 'start', 'connection_refused', '502'],
		{
			meaning: 'the app could not be loaded, so Gunicorn stops',
			check: 'The traceback before it: an import, a setting.',
			change: 'The app; --check-config in the deploy.',
			source: `${arbiter}: reap_workers, spawn_worker`,
		},
	),
	signature(
		'port-in-use',
		/Connection in use: |Can't connect to \(|connection to \(.*failed: \[Errno/,
		['failure', 'start', 'connection_refused', '502'],
		{
			meaning: 'Gunicorn could not open its port',
			check: 'ss -ltnp: who holds it?',
			change: 'bind; stop the other process; reuse_port.',
			source: 'gunicorn/sock.py: create_sockets',
		},
	),
	signature('request-error', /Error handling request/, ['failure', 'headers', null, '500'], {
		meaning: 'the app raised an error: its own 500',
		check: 'The traceback below it.',
		change: 'The app.',
		source: 'gunicorn/workers/base.py: handle_error',
	}),
	signature('bad-request', /Invalid (?:request from ip|HTTP request)/, ['client', 'client', 'http_request_error', '400'], {
		meaning: 'a request was malformed, or its line or headers too large',
		check: 'Long query strings or cookies?',
		change: 'limit_request_line, limit_request_field_size.',
		source: 'gunicorn/workers/base.py: handle_error',
	}),
	signature('restart-max-requests', /Autorestarting worker after current request/, ['life', 'process', null, 'none'], {
		meaning: 'a worker is made anew after max_requests',
		check: 'All at once? Then max_requests_jitter is missing.',
		change: 'max_requests_jitter.',
		source: 'gunicorn/workers/*: handle_request',
	}),
	signature(
		'stopping',
		/Handling signal: (?:term|int|quit|hup|usr2)|Shutting down: |Hang up: /,
		['life', 'process', null, 'none, or 502'],
		{
			meaning: 'Gunicorn was told to stop or reload',
			check: 'Whether it was meant to.',
			change: 'graceful_timeout.',
			source: `${arbiter}: signal, halt`,
		},
	),
	signature('booting', /Booting worker with pid: /, ['life', 'process', null, 'none'], {
		meaning: 'a worker started; without a word before it, the one before ended by itself or was killed',
		check: 'Why the one before ended.',
		change: '',
		source: `${arbiter}: spawn_worker`,
	}),
	quiet(
		'notes',
		/Starting gunicorn|Listening at: |Using worker: |Worker exiting \(pid|Handling signal: (?:winch|ttin|ttou|usr1|chld)|Closing connection|Ignoring (?:EPIPE|connection)|Worker \(pid:\d+\) exited with code 0/,
		'what it says as it runs',
		arbiter,
	),
];
