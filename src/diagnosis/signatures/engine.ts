// The container engine: `docker events`, dockerd's journal, and what Kubernetes says of pods. Read against moby's daemon/.
import {quiet, signature} from '../signature.ts';
import type {Signature} from '../signature.ts';

export const engine: readonly Signature[] = [
	signature('oom', /container oom [0-9a-f]{12}|OOMKilled|reason="?OOMKill/, ['failure', 'memory', 'connection_refused', '502 or 503'], {
		meaning: 'a container was at its memory limit, and the kernel killed a process in it',
		check: 'memory.events of its cgroup; which process, in the kernel’s log.',
		change: '--memory, resources.limits.memory; the leak.',
		source: 'daemon/monitor.go: processEvent (events.ActionOOM)',
	}),
	signature('died-137', /container die [0-9a-f]{12,64} \(.*exitCode=137/, ['failure', 'process', 'connection_refused', '502 or 503'], {
		meaning: 'a container ended by SIGKILL: out of memory, a stop time-out, or a person. 137 alone does not say which',
		check: 'An oom event or a kill event just before it; docker inspect: State.OOMKilled is not reliable.',
		change: 'What the event before says: memory, stop_grace_period.',
		source: 'daemon/monitor.go: processEvent (events.ActionDie)',
	}),
	signature(
		'died-crash',
		/container die [0-9a-f]{12,64} \(.*exitCode=(?:139|134|132|136)\b/,
		['failure', 'process', 'connection_refused', '502 or 503'],
		{
			meaning: 'the first process of a container crashed',
			check: '139 segmentation fault, 134 abort. Of node: heap full, where it is the first process also with 139.',
			change: 'The program; a restart policy.',
			source: 'daemon/monitor.go: processEvent (events.ActionDie)',
		},
	),
	signature(
		'died-entrypoint',
		/container die [0-9a-f]{12,64} \(.*exitCode=12[67]\b|create failed: unable to start container process: exec: /,
		['failure', 'start', 'connection_refused', '502 or 503'],
		{
			meaning: 'the command of a container is missing or may not be run',
			check: 'docker inspect: Entrypoint and Cmd.',
			change: 'ENTRYPOINT, the file’s mode, the platform of the image.',
			source: 'daemon/monitor.go: processEvent (events.ActionDie)',
		},
	),
	signature(
		'died-error',
		/container die [0-9a-f]{12,64} \(.*exitCode=(?!0\b|143\b|137\b|139\b|134\b|132\b|136\b|12[67]\b)\d+/,
		['failure', 'process', 'connection_refused', '502 or 503'],
		{
			meaning: 'the first process of a container ended with an error',
			check: 'docker logs of it.',
			change: 'What they say; a restart policy.',
			source: 'daemon/monitor.go: processEvent (events.ActionDie)',
		},
	),
	signature(
		'died-stopped',
		/container die [0-9a-f]{12,64} \(.*exitCode=(?:0|143)\b/,
		['life', 'process', 'connection_refused', '502 or 503 from now on'],
		{
			meaning: 'a container was stopped in order',
			check: 'Who did it: a deploy?',
			change: 'Take it out of the gateway first.',
			source: 'daemon/monitor.go: processEvent (events.ActionDie)',
		},
	),
	signature(
		'stop-forced',
		/Container failed to exit within \S+ of (?:signal|kill)|container kill [0-9a-f]{12,64} \(.*signal=9/,
		['failure', 'process', 'connection_terminated', '502, or cut'],
		{
			meaning: 'a container was killed, because it did not stop in time or because somebody asked for it',
			check: 'Does its first process take SIGTERM (a shell does not pass it on)?',
			change: 'stop_grace_period, exec in the entrypoint, --init.',
			source: 'daemon/stop.go: containerStop; daemon/kill.go',
		},
	),
	signature(
		'unhealthy',
		/health_status: unhealthy|Liveness probe failed|Readiness probe failed|Health check exceeded timeout/,
		['strain', 'health', 'destination_unavailable', '503 where it was the last'],
		{
			meaning: 'a container failed its health check',
			check: 'The output of the check; its time-out.',
			change: 'The app; interval, timeout, retries of the check.',
			source: 'daemon/health.go: handleProbeResult',
		},
	),
	signature('restart-loop', /Back-off restarting failed container|CrashLoopBackOff/, ['failure', 'process', 'connection_refused', '503'], {
		meaning: 'a container fails again and again',
		check: 'kubectl logs --previous.',
		change: 'What they say.',
		source: 'kubelet: pkg/kubelet/kuberuntime/kuberuntime_manager.go: doBackOff',
	}),
	signature('network-left', /network disconnect [0-9a-f]{12,64}/, ['life', 'network', 'connection_timeout', '502, 503 or 504'], {
		meaning: 'a container left a network: its address is gone',
		check: 'Who did it; the container ended?',
		change: '',
		source: 'daemon/container_operations.go (events.ActionDisconnect)',
	}),
	signature(
		'port-taken',
		/port is already allocated|failed to bind host port/,
		['failure', 'start', 'connection_refused', 'connections refused'],
		{
			meaning: 'a container could not start: its port on the host is in use',
			check: 'ss -ltnp; another container.',
			change: 'ports.',
			source: 'daemon/libnetwork/portallocator/portallocator.go',
		},
	),
	signature('started', /container (?:start|restart|unpause) [0-9a-f]{12,64}/, ['life', 'process', null, 'none'], {
		meaning: 'a container started',
		check: 'Whether it was meant to.',
		change: '',
		source: 'daemon/start.go (events.ActionStart)',
	}),
	signature(
		'stopped',
		/container (?:stop|pause) [0-9a-f]{12,64}|container kill [0-9a-f]{12,64} \((?!.*signal=9\b)/,
		['life', 'process', null, '502 or 504 from now on'],
		{
			meaning: 'a container was told to stop, or frozen',
			check: 'Who did it.',
			change: '',
			source: 'daemon/stop.go, pause.go',
		},
	),
	quiet(
		'notes',
		/container (?:create|attach|destroy|exec_\w+(?::.*)?|resize|rename|top|commit|export) [0-9a-f]{12,64}|network (?:connect|create|destroy) [0-9a-f]{12,64}|health_status: healthy|image (?:pull|tag|untag|delete)|volume (?:mount|unmount|create|destroy)/,
		'other events',
		'api/types/events',
	),
];
