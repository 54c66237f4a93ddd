// systemd's words about units, in the journal. Read against src/core/service.c, unit.c and src/oom/oomd-manager.c.
import {quiet, signature} from '../signature.ts';
import type {Signature} from '../signature.ts';

const service = 'src/core/service.c';

export const systemd: readonly Signature[] = [
	signature('main-killed', /[Mm]ain process exited, code=(?:killed|dumped), status=/, ['failure', 'process', 'connection_refused', '502'], {
		meaning: 'a service was killed by a signal or crashed',
		check: '9/KILL: the OOM killer, a stop time-out, or a person. 11/SEGV, 6/ABRT: a crash (coredumpctl).',
		change: 'Restart=always and RestartSec; what killed it.',
		source: `${service}: service_sigchld_event`,
	}),
	signature('main-exited', /[Mm]ain process exited, code=exited, status=(?!0)/, ['failure', 'process', 'connection_refused', '502'], {
		meaning: 'a service ended by itself with an error',
		check: 'Its own lines just before.',
		change: 'What they say; Restart=on-failure.',
		source: `${service}: service_sigchld_event`,
	}),
	signature(
		'oom-killed',
		/Failed with result 'oom-kill'|A process of this unit has been killed by the OOM killer/,
		['failure', 'memory', 'connection_refused', '502'],
		{
			meaning: 'the OOM killer ended a process of a unit',
			check: 'The kernel’s lines: the unit’s limit, or the machine’s memory?',
			change: 'MemoryMax; OOMPolicy=continue where one worker may die; the leak.',
			source: `${service}: service_cgroup_empty_event, service_notify_cgroup_oom_event`,
		},
	),
	signature(
		'oomd',
		/systemd-oomd: .*(?:Killed |killing)|Killed .* due to memory (?:used|pressure)/,
		['failure', 'memory', 'connection_refused', '502'],
		{
			meaning: 'systemd-oomd ended a whole unit because of memory pressure',
			check: 'Which unit.',
			change: 'ManagedOOMPreference=avoid, MemoryHigh; memory.',
			source: 'src/oom/oomd-manager.c',
		},
	),
	signature('control-exited', /Control process exited, code=|Reload failed for /, ['failure', 'start', 'connection_refused', '502'], {
		meaning:
			'a command of a service other than itself failed: of ExecStartPre, the service is not started; of ExecReload, it goes on as it was',
		check: 'Its own lines just before.',
		change: 'What they say.',
		source: `${service}: service_sigchld_event`,
	}),
	signature(
		'dependency',
		/Dependency failed for |Job \S+ failed with result 'dependency'/,
		['failure', 'start', 'connection_refused', '502'],
		{
			meaning: 'a service was not started, because one that it requires failed',
			check: 'Which one, in the lines before.',
			change: 'That one; Wants instead of Requires, where it can do without.',
			source: 'src/core/job.c: job_emit_done_message',
		},
	),
	signature('runtime-limit', /Service reached runtime time limit\. Stopping/, ['failure', 'process', 'connection_refused', '502'], {
		meaning: 'a service was stopped because it ran for RuntimeMaxSec',
		check: 'Whether that was meant.',
		change: 'RuntimeMaxSec; Restart=always.',
		source: `${service}: service_dispatch_timer`,
	}),
	signature(
		'failed',
		/Failed with result '(?!oom-kill)[\w-]+'|systemd\[\d+\]: Failed to start |^Failed to start \S+\.(?:service|socket|mount|timer) - /,
		['consequence', 'process', 'connection_refused', '502'],
		{
			meaning: 'a unit has failed',
			check: 'The line before it says how.',
			change: 'See there.',
			source: 'src/core/unit.c: unit_log_failure',
		},
	),
	signature(
		'start-limit',
		/Start request repeated too quickly|start-limit-hit/,
		['failure', 'process', 'connection_refused', '502 until a person acts'],
		{
			meaning: 'a service failed so often that it is not started any more',
			check: 'Why it failed, in the lines before.',
			change: 'That; then systemctl reset-failed; StartLimitIntervalSec, StartLimitBurst, RestartSec.',
			source: 'src/core/unit.c: unit_test_start_limit',
		},
	),
	signature(
		'stop-timeout',
		/State '(?:stop|final)-sig\w+' timed out\. (?:Killing|Skipping)/,
		['failure', 'process', 'connection_terminated', '502, or cut'],
		{
			meaning: 'a service did not stop in time and was killed with its requests',
			check: 'How long it drains; does it take SIGTERM at all?',
			change: 'TimeoutStopSec, KillSignal, the app’s own grace time.',
			source: `${service}: service_dispatch_timer`,
		},
	),
	signature('start-timeout', /start operation timed out\. Terminating/, ['failure', 'start', 'connection_refused', '502'], {
		meaning: 'a service was not ready in time and was ended',
		check: 'What it waits for at its start.',
		change: 'TimeoutStartSec; Type=notify only where it notifies.',
		source: `${service}: service_dispatch_timer`,
	}),
	signature('watchdog', /[Ww]atchdog timeout \(limit/, ['failure', 'process', 'connection_refused', '502'], {
		meaning: 'a service gave no sign of life and was killed',
		check: 'What it did at that time.',
		change: 'WatchdogSec.',
		source: `${service}: service_dispatch_watchdog`,
	}),
	signature(
		'exec-failed',
		/Failed at step \w+ spawning|(?:Failed to execute|(?:Failed|Unable) to locate executable) |Failed to determine user credentials|Changing to the requested working directory failed/,
		['failure', 'start', 'connection_refused', '502'],
		{
			meaning: 'a service could not even be started',
			check: 'The step: EXEC (path), USER, CHDIR, NAMESPACE.',
			change: 'ExecStart, User, WorkingDirectory.',
			source: 'src/core/exec-invoke.c',
		},
	),
	signature('restarting', /Scheduled restart job, restart counter is at/, ['life', 'process', null, '502 until it listens'], {
		meaning: 'a service is started again after a failure',
		check: 'The counter: a loop?',
		change: 'RestartSec.',
		source: `${service}: service_enter_restart`,
	}),
	signature(
		'stopped',
		/^(?:Stopp(?:ing|ed)|systemd\[\d+\]: Stopp(?:ing|ed)) |: Stopp(?:ing|ed) .*\.{3}?$/,
		['life', 'process', null, '502 from now on'],
		{
			meaning: 'a unit was stopped',
			check: 'Who did it: a deploy, an update?',
			change: '',
			source: 'src/core/job.c, unit.c',
		},
	),
	signature('started', /^(?:Start(?:ing|ed)|systemd\[\d+\]: Start(?:ing|ed)) |: Started .*\.$/, ['life', 'process', null, 'none'], {
		meaning: 'a unit was started',
		check: '',
		change: '',
		source: 'src/core/job.c, unit.c',
	}),
	quiet(
		'notes',
		/Consumed .* CPU time|Deactivated successfully|: Succeeded\.|Reload(?:ing|ed) |Reached target |Created slice |Sent signal|Unit process \d+ .* remains running|systemd\[\d+\]: (?:Finished|Listening on) |skipped, (?:unmet condition|no trigger)|Reload requested|Reloading(?: finished|\.\.\.)|Killed unit cgroup with|Killing process \d+ .* with signal/,
		'what it says as it runs',
		'src/core/unit.c',
	),
];
