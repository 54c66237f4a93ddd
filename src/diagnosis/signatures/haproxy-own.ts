// What HAProxy says of its servers, its limits and its processes. Read against src/server.c, mworker.c, proxy.c and proto_tcp.c.
import {quiet, signature} from '../signature.ts';
import type {Signature} from '../signature.ts';

export const haproxyOwn: readonly Signature[] = [
	signature('server-down', /^(?:Backup )?Server \S+ is DOWN/, ['consequence', 'health', null, 'none while others are up'], {
		meaning: 'a server was taken out',
		check: 'The reason in the line: L4CON refused, L4TOUT no answer, L7STS a status, L7TOUT slow.',
		change: 'check, inter, fall, rise; observe and on-error.',
		source: 'src/server.c: srv_update_status',
		lifecycle: 'upstream-disabled',
	}),
	signature('backend-empty', /has no server available!/, ['consequence', 'health', 'destination_unavailable', '503 for all'], {
		meaning: 'the last server of a backend was taken out',
		check: 'Why each server went down, in the lines before.',
		change: 'A backup server; fall; the app.',
		source: 'src/backend.c, src/server.c: srv_update_status',
	}),
	signature(
		'server-maintenance',
		/^(?:Backup )?Server \S+ (?:is going DOWN for maintenance|was DOWN and now enters maintenance|enters drain state|remains in (?:forced )?(?:drain|maint))/,
		['life', 'health', null, '503 where it was the last'],
		{
			meaning: 'a server was taken out by an administrator, or because its name was not found',
			check: 'The reason in brackets: DNS NX status is the name service, not a person.',
			change: 'resolvers: hold nx, hold timeout; init-addr.',
			source: 'src/server.c: srv_update_status; src/resolvers.c',
			lifecycle: 'upstream-disabled',
		},
	),
	signature('server-up', /^(?:Backup )?Server \S+ is (?:UP|READY)|resolves again/, ['life', 'health', null, 'none'], {
		meaning: 'a server is back',
		check: '',
		change: '',
		source: 'src/server.c: srv_update_status',
	}),
	signature(
		'socket-queue-full-said',
		/Connect\(\) failed for backend \S+: can't connect to destination unix socket/,
		['failure', 'connect', 'connection_limit_reached', '503'],
		{
			meaning: 'the accept queue of a server’s Unix socket was full',
			check: 'Are all workers of the app busy, and on what?',
			change: 'Mend what is slow; more workers; the backlog of the app, with net.core.somaxconn.',
			source: 'src/proto_uxst.c: uxst_connect_server',
		},
	),
	signature(
		'no-ports',
		/Connect\(\) failed for backend \S+: (?!can't connect to destination unix socket)/,
		['failure', 'connect', 'proxy_internal_error', '503'],
		{
			meaning: 'HAProxy had no local port left',
			check: 'ss -s: TIME-WAIT.',
			change: 'http-reuse, pool-max-conn; source with usesrc or a range; net.ipv4.ip_local_port_range.',
			source: 'src/proto_tcp.c: tcp_connect_server',
		},
	),
	signature(
		'descriptors',
		/reached (?:process|system) (?:FD|memory) limit|maxconn reached/,
		['failure', 'client', 'proxy_internal_error', 'clients wait'],
		{
			meaning: 'HAProxy takes no more clients: descriptors, memory or maxconn are used up',
			check: 'show info: Maxsock, Maxconn, CurrConns.',
			change: 'global maxconn, ulimit-n, LimitNOFILE of the unit.',
			source: 'src/proto_tcp.c, src/proto_sockpair.c: accept',
			lifecycle: 'connections-exhausted',
		},
	),
	signature(
		'worker-killed',
		/[Ww]orker \(\d+\) exited with code 1(?:29|3\d|4\d) /,
		['failure', 'process', 'proxy_internal_error', 'cut, or reset'],
		{
			meaning: 'the worker of HAProxy was killed or crashed, with all its connections',
			check: '137: the kernel’s log for the OOM killer; 139 or 134: a crash.',
			change: 'Memory limit against maxconn and tune.bufsize; a newer version.',
			source: 'src/mworker.c: mworker_catch_sigchld',
			lifecycle: 'worker-killed',
		},
	),
	signature('worker-exited', /[Ww]orker \(\d+\) exited with code (?!1(?:29|3\d|4\d) )/, ['quiet', 'process', null, 'none'], {
		meaning: 'a worker ended in order',
		check: '',
		change: '',
		source: 'src/mworker.c: mworker_catch_sigchld',
		lifecycle: 'worker-exited',
	}),
	signature(
		'old-socket',
		/Failed to (?:connect to the old process socket|get the sockets from the old process)/,
		['failure', 'start', 'connection_refused', 'connections refused for a moment'],
		{
			meaning: 'a reload could not take over the listening sockets',
			check: 'expose-fd listeners on the stats socket; its path.',
			change: 'stats socket … expose-fd listeners, and -x, or master-worker.',
			source: 'src/sock.c: sock_get_old_sockets',
		},
	),
	signature(
		'bind-failed',
		/cannot bind (?:socket|UNIX socket|to port)/,
		['failure', 'start', 'proxy_configuration_error', 'connections refused'],
		{
			meaning: 'HAProxy could not open its own port',
			check: 'ss -ltnp; rights for ports under 1024.',
			change: 'bind, or stop the other program.',
			source: 'management guide; src/protocol.c',
		},
	),
	signature(
		'config-refused',
		/^config : (?:Error\(s\) found|Fatal errors found)/,
		['failure', 'start', 'proxy_configuration_error', 'the old worker stays, or HAProxy does not start'],
		{
			meaning: 'the config is refused',
			check: 'The lines “config : parsing” before it; haproxy -c -f FILE.',
			change: 'The line that it names.',
			source: 'src/cfgparse.c; src/haproxy.c',
		},
	),
	signature('hard-stopped', /hard-stopped \(\d+ remaining conns/, ['consequence', 'process', 'http_response_incomplete', 'cut'], {
		meaning: 'connections were cut at the end of a reload',
		check: 'How long requests last, against hard-stop-after.',
		change: 'hard-stop-after.',
		source: 'src/proxy.c: hard_stop',
	}),
	signature('reloaded', /(?:^|: )Reloading HAProxy/, ['life', 'process', null, 'none'], {
		meaning: 'HAProxy took over a new config',
		check: 'Whether failures began here.',
		change: '',
		source: 'src/mworker.c: mworker_reload',
		lifecycle: 'reloaded',
	}),
	signature('worker-started', /(?:Initializing new worker|New worker) \(\d+\)/, ['life', 'process', null, 'none'], {
		meaning: 'a worker started',
		check: 'Whether it was meant to: after a crash or a reload.',
		change: '',
		source: 'src/haproxy.c; src/mworker.c',
		lifecycle: 'worker-started',
	}),
	quiet(
		'notes',
		/^(?:Loading success|path to executable|haproxy version|Proxy \S+ (?:started|stopped \(cumulated)|config : (?!Error\(s\) found|Fatal errors found))/,
		'what it says as it starts and stops',
		'src/proxy.c: do_soft_stop_now',
	),
];
