// PHP-FPM's log, and what PHP writes into it. Read against sapi/fpm/fpm/fpm_children.c, fpm_process_ctl.c and fpm_request.c.
import {quiet, signature} from '../signature.ts';
import type {Signature} from '../signature.ts';

const children = 'sapi/fpm/fpm/fpm_children.c';
const control = 'sapi/fpm/fpm/fpm_process_ctl.c';
const request = 'sapi/fpm/fpm/fpm_request.c: fpm_request_check_timed_out';

export const phpFpm: readonly Signature[] = [
	signature(
		'max-children',
		/server reached (?:pm\.)?max_children setting/,
		['failure', 'queue', 'http_response_timeout', '504, or 502 once the socket’s queue is full'],
		{
			meaning: 'every PHP process is busy: requests wait in the socket’s queue',
			check: 'The slow log: what are the processes waiting for? The status page: listen queue.',
			change: 'Mend what is slow; then pm.max_children, as far as the memory goes.',
			source: `${control}: fpm_pctl_perform_idle_server_maintenance`,
		},
	),
	signature('seems-busy', /seems busy \(you may need to increase/, ['strain', 'queue', null, 'late answers'], {
		meaning: 'PHP-FPM forks processes as fast as it may',
		check: 'Bursts of load, against idle processes.',
		change: 'pm.start_servers, pm.min_spare_servers, pm.max_spare_servers.',
		source: `${control}: fpm_pctl_perform_idle_server_maintenance`,
	}),
	signature('slow-script', /executing too slow \([\d.]+ sec\), logging/, ['strain', 'headers', 'http_response_timeout', 'late, or 504'], {
		meaning: 'a script ran longer than request_slowlog_timeout',
		check: 'The slow log has its stack.',
		change: 'The script, or what it waits for.',
		source: request,
	}),
	signature('terminated', /execution timed out \([\d.]+ sec\), terminating/, ['failure', 'headers', 'connection_terminated', '502'], {
		meaning: 'PHP-FPM ended a script that ran longer than request_terminate_timeout',
		check: 'Which script; what it waits for.',
		change: 'request_terminate_timeout, and max_execution_time below it.',
		source: request,
	}),
	signature('child-crashed', /child \d+ exited on signal (?:4|6|7|8|9|11|31) \(/, ['failure', 'process', 'connection_terminated', '502'], {
		meaning: 'a PHP process was killed or crashed with its request',
		check: 'SIGKILL: the kernel’s log for the OOM killer. SIGSEGV: an extension, or endless recursion.',
		change: 'pm.max_children × memory per process against the memory; the extension (opcache, xdebug).',
		source: `${children}: fpm_children_bury`,
	}),
	signature('child-stopped', /child \d+ exited on signal (?!(?:4|6|7|8|9|11|31) \()/, ['life', 'process', null, 'none, or 502'], {
		meaning: 'a PHP process was told to end',
		check: 'A deploy, a reload, request_terminate_timeout?',
		change: 'process_control_timeout, so that requests may end first.',
		source: `${children}: fpm_children_bury`,
	}),
	signature('child-exit', /child \d+ exited with code (?!0 )\d+/, ['failure', 'process', 'connection_terminated', '502 or 500'], {
		meaning: 'a PHP process ended with an error',
		check: 'The PHP error log at that time; 255 is a fatal error.',
		change: 'The script; catch_workers_output = yes to see its words.',
		source: `${children}: fpm_children_bury`,
	}),
	signature(
		'emergency-restart',
		/failed processes threshold \(\d+ in \d+ sec\) is reached/,
		['failure', 'process', 'connection_terminated', '502'],
		{
			meaning: 'so many processes crashed that PHP-FPM starts itself anew',
			check: 'The crashes before it.',
			change: 'The extension that crashes; emergency_restart_threshold.',
			source: `${children}: fpm_children_bury`,
		},
	),
	signature('process-max', /maximum number of processes has been reached/, ['failure', 'queue', 'http_response_timeout', '504'], {
		meaning: 'the pools together may start no more processes',
		check: 'All pools’ busy processes.',
		change: 'process.max.',
		source: `${children}: fpm_children_make`,
	}),
	signature('fork-failed', /fork\(\) failed/, ['failure', 'memory', 'http_response_timeout', '502 or 504'], {
		meaning: 'no process could be made: memory, or a limit of processes',
		check: 'Memory; pids.max of the cgroup; ulimit -u.',
		change: 'TasksMax, the memory limit, pm.max_children.',
		source: `${children}: fpm_children_make`,
	}),
	signature('memory-limit', /Allowed memory size of \d+ bytes exhausted/, ['failure', 'memory', null, '500'], {
		meaning: 'a script used more memory than memory_limit: the app’s own error',
		check: 'File and line in the message.',
		change: 'The script, or memory_limit.',
		source: 'Zend/zend_alloc.c: zend_mm_safe_error',
	}),
	signature('execution-time', /Maximum execution time of \d+ seconds? exceeded/, ['failure', 'headers', null, '500'], {
		meaning: 'a script ran longer than max_execution_time: the app’s own error',
		check: 'File and line in the message.',
		change: 'The script, or max_execution_time.',
		source: 'Zend/zend_execute_API.c: zend_timeout',
	}),
	signature('script-error', /PHP Fatal error: +Uncaught /, ['failure', 'headers', null, '500'], {
		meaning: 'a script ended with an error that nobody caught: the app’s own error',
		check: 'File and line in the message.',
		change: 'The script; what a deploy left out.',
		source: 'Zend/zend_exceptions.c: zend_exception_error',
	}),
	signature(
		'init-failed',
		/FPM initialization failed|failed to post process the configuration/,
		['failure', 'start', 'connection_refused', '502'],
		{
			meaning: 'PHP-FPM does not start with this configuration; at a reload, it ends',
			check: 'The line before it; php-fpm -t.',
			change: 'What that line names; php-fpm -t before each reload.',
			source: 'sapi/fpm/fpm/fpm.c: fpm_init',
		},
	),
	signature(
		'listen-failed',
		/unable to (?:bind listening socket|listen on|chown|create) /,
		['failure', 'start', 'connection_refused', '502'],
		{
			meaning: 'PHP-FPM could not open its socket',
			check: 'Is another process on it, does its folder exist, may PHP-FPM write there?',
			change: 'listen, listen.owner, RuntimeDirectory of the unit.',
			source: 'sapi/fpm/fpm/fpm_sockets.c',
		},
	),
	quiet(
		'reload-begun',
		/Reloading in progress \.\.\./,
		'a reload begins; the line that it is done follows',
		'sapi/fpm/fpm/fpm_events.c: fpm_got_signal',
	),
	signature('reloading', /reloading: execvp\(/, ['life', 'process', null, 'none, or 502'], {
		meaning: 'PHP-FPM starts itself anew; with process_control_timeout 0 it cuts requests off',
		check: 'Whether failures began here.',
		change: 'process_control_timeout.',
		source: `${control}: fpm_pctl_exec`,
	}),
	signature('stopping', /exiting, bye-bye!|Terminating \.\.\.|Finishing \.\.\./, ['life', 'process', null, '502 from now on'], {
		meaning: 'PHP-FPM stops',
		check: 'Whether it was meant to.',
		change: 'process_control_timeout.',
		source: `${control}: fpm_pctl_exit`,
	}),
	signature('started', /ready to handle connections|fpm is running, pid/, ['life', 'process', null, 'none'], {
		meaning: 'PHP-FPM started',
		check: 'Whether somebody started it anew at that time.',
		change: '',
		source: 'sapi/fpm/fpm/fpm.c: fpm_run',
	}),
	quiet(
		'notes',
		/child \d+ (?:started|stopped for tracing|has been killed by the process management)|child \d+ exited with code 0 |finished trace of|about to trace|using inherited socket|Inherited socket|systemd (?:monitor|watchdog)/,
		'what it says as it runs',
		children,
	),
];
