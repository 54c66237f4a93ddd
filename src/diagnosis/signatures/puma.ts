// Puma's output. Read against lib/puma/cluster.rb, single.rb, launcher.rb, reactor.rb and log_writer.rb.
import {quiet, signature} from '../signature.ts';
import type {Signature} from '../signature.ts';

export const puma: readonly Signature[] = [
	signature(
		'worker-timeout',
		/Terminating timed out worker \(Worker \d+ failed to check in/,
		['failure', 'process', 'connection_terminated', '502'],
		{
			meaning: 'a worker was killed because it gave no sign of life within worker_timeout',
			check: 'Long garbage collection, a blocked VM, a frozen or swapping host.',
			change: 'worker_timeout only after that; threads, memory.',
			source: 'lib/puma/cluster.rb: timeout_workers',
		},
	),
	signature(
		'worker-boot-timeout',
		/Terminating timed out worker \(Worker \d+ failed to boot/,
		['failure', 'start', 'connection_refused', '502'],
		{
			meaning: 'a worker did not start within worker_boot_timeout',
			check: 'What the app does at its start: migrations, a database that is away?',
			change: 'worker_boot_timeout, preload_app!.',
			source: 'lib/puma/cluster.rb: timeout_workers',
		},
	),
	signature(
		'no-workers',
		/Complete inability to spawn new workers|Unable to start worker/,
		['failure', 'start', 'connection_refused', '502'],
		{
			meaning: 'no worker can be started',
			check: 'The error before it; memory, pids.max.',
			change: 'workers, memory; the app’s start.',
			source: 'lib/puma/cluster.rb, cluster/worker.rb',
		},
	),
	signature('early-termination', /Early termination of worker/, ['failure', 'process', 'connection_terminated', '502'], {
		meaning: 'a worker ended before it was ready',
		check: 'The error before it; signals from outside.',
		change: 'The app’s start.',
		source: 'lib/puma/cluster.rb: setup_signals',
	}),
	signature('parent-died', /Detected parent died, dying/, ['failure', 'process', 'connection_refused', '502'], {
		meaning: 'the master of Puma died, and its workers with it',
		check: 'The kernel’s log for the OOM killer; who sent SIGKILL?',
		change: 'Memory; a supervisor with a restart.',
		source: 'lib/puma/cluster/worker.rb',
	}),
	signature('port-in-use', /Address already in use - bind\(2\)/, ['failure', 'start', 'connection_refused', '502'], {
		meaning: 'Puma could not open its port',
		check: 'ss -ltnp: who holds it?',
		change: 'bind or port; stop the other process; socket activation for restarts.',
		source: 'lib/puma/binder.rb (Errno::EADDRINUSE)',
	}),
	signature(
		'closed-at-restart',
		/Error reached top of thread-pool: closed stream \(IOError\)/,
		['failure', 'process', 'connection_terminated', '502'],
		{
			meaning: 'a worker that was ending closed a kept connection while it was at work on a request of it',
			check: 'A restart at that time: SIGUSR1, SIGUSR2?',
			change: 'No kept connections to Puma, or retries of idempotent requests at the gateway.',
			source: 'lib/puma/thread_pool.rb: spawn_thread',
		},
	),
	signature(
		'app-error',
		/Rack app \("?[A-Z]+ (?!.*ForceShutdown)|Unhandled (?:low.level )?(?:exception|error)|Error reached top of thread-pool: (?!closed stream)/,
		['failure', 'headers', null, '500'],
		{
			meaning: 'the app raised an error: its own 500',
			check: 'The backtrace below it.',
			change: 'The app; lowlevel_error_handler.',
			source: 'lib/puma/error_logger.rb; thread_pool.rb',
		},
	),
	signature('parse-error', /HTTP parse error, malformed request/, ['client', 'client', 'http_request_error', '400'], {
		meaning: 'a request was malformed, or TLS was spoken to a plain port',
		check: 'Long query strings (10 KB)? https in front?',
		change: 'The client; a build with a larger query limit.',
		source: 'lib/puma/log_writer.rb: parse_error',
	}),
	signature('reactor-error', /Error in reactor loop escaped/, ['failure', 'process', 'connection_terminated', '502'], {
		meaning: 'the thread that reads requests failed',
		check: 'The error and backtrace.',
		change: 'A newer Puma.',
		source: 'lib/puma/reactor.rb: select_loop',
	}),
	signature('forced-shutdown', /Detected force shutdown of a thread|Rack app .*ForceShutdown/, ['consequence', 'process', null, '503'], {
		meaning: 'requests were given up at a stop, and answered with Puma’s own 503',
		check: 'How long requests last.',
		change: 'force_shutdown_after, worker_shutdown_timeout.',
		source: 'lib/puma/request.rb: handle_request',
	}),
	signature(
		'stopping',
		/Gracefully (?:stopping|shutting down)|Stopping immediately!|- Goodbye!/,
		['life', 'process', null, 'none, or 502'],
		{
			meaning: 'Puma was told to stop',
			check: 'Whether it was meant to.',
			change: 'A phased restart (SIGUSR1) instead of stop and start.',
			source: 'lib/puma/single.rb, launcher.rb',
		},
	),
	signature(
		'restarting',
		/\* Restarting\.\.\.|Starting phased worker restart/,
		['life', 'process', null, 'none, or a wait; 502 where the socket goes'],
		{
			meaning: 'Puma restarts',
			check:
				'All at once (SIGUSR2) or one worker after the other (SIGUSR1)? With the first, nobody serves until the slowest request is answered and the app has started. Is the configuration named by an absolute path?',
			change: 'A phased restart; a read time-out at the gateway that is longer than a whole one; worker_shutdown_timeout.',
			source: 'lib/puma/launcher.rb: restart!',
		},
	),
	quiet(
		'notes',
		/^(?:\[\d+\] )?(?:\* (?!Restarting\.\.\.)|\+ Changing to |Puma starting|Use Ctrl-C|- Worker \d+|- Stopping \d+ for phased|- [A-Z]+ sent to \d+)/,
		'what it says as it starts',
		'lib/puma/launcher.rb',
	),
];
