// uWSGI's log. Read against core/master.c, master_utils.c, socket.c, uwsgi.c, utils.c and the protocol files.
import {quiet, signature} from '../signature.ts';
import type {Signature} from '../signature.ts';

export const uwsgi: readonly Signature[] = [
	signature(
		'queue-full',
		/listen queue of socket ".*" \(fd: \d+\) full/,
		['failure', 'queue', 'connection_limit_reached', '502 on a Unix socket, 504 on TCP'],
		{
			meaning: 'the listen queue is full: every worker is busy',
			check: 'uwsgitop, or the stats socket: what do the workers wait for?',
			change: 'Mend what is slow; processes and threads; listen, with net.core.somaxconn.',
			source: 'core/master.c: master_loop, uwsgi_master_check_…',
		},
	),
	signature('harakiri', /HARAKIRI ON WORKER \d+/, ['failure', 'headers', 'connection_terminated', '502'], {
		meaning: 'a worker was killed because its request took longer than harakiri',
		check: 'The lines below it name the request.',
		change: 'harakiri, above the gateway’s time-out; harakiri-verbose; what is slow.',
		source: 'core/master_utils.c: trigger_harakiri',
	}),
	signature('worker-killed', /DAMN ! worker \d+ \(pid: \d+\) died/, ['failure', 'process', 'connection_terminated', '502'], {
		meaning: 'a worker died with its request',
		check: 'Signal 9: harakiri before it, or the OOM killer in the kernel’s log. Signal 11: an extension.',
		change: 'reload-on-rss, limit-as, memory; the extension.',
		source: 'core/master.c: uwsgi_master_…, WTERMSIG',
	}),
	signature('respawning-fast', /worker respawning too fast/, ['failure', 'process', 'connection_terminated', '502'], {
		meaning: 'workers die as soon as they start',
		check: 'Why they die, in the lines before.',
		change: 'The app’s start; forkbomb-delay.',
		source: 'core/master.c',
	}),
	signature(
		'load-failed',
		/OOPS ! failed loading app in worker|unable to load app \d+|no app loaded\. (?:going|GAME OVER)/,
		['failure', 'start', null, '500'],
		{
			meaning: 'the app could not be loaded',
			check: 'The traceback before it.',
			change: 'module, wsgi-file, callable; need-app = true so that it does not start without one.',
			source: 'core/master.c; plugins/python/pyloader.c',
		},
	),
	signature('no-app', /no python application found/, ['failure', 'headers', null, '500'], {
		meaning: 'a request came, and no app was loaded',
		check: 'The traceback at the start.',
		change: 'module, wsgi-file, mount; need-app = true.',
		source: 'plugins/python/wsgi_handlers.c: uwsgi_request_wsgi',
	}),
	signature(
		'gateway-left',
		/SIGPIPE: writing to a closed pipe\/socket\/fd|uwsgi_response_(?:write|sendfile)\w*\(\): (?:Broken pipe|Connection reset)|OSError: write error/,
		['client', 'body', null, '504 or 499 at the gateway'],
		{
			meaning: 'the gateway or the client had given up before the answer was ready',
			check: 'How long requests take, against the gateway’s uwsgi_read_timeout.',
			change: 'What is slow; uwsgi_read_timeout; ignore-sigpipe only hides it.',
			source: 'core/uwsgi.c: warn_pipe; core/writer.c',
		},
	),
	signature('request-too-big', /invalid request block size: \d+ \(max \d+\)/, ['failure', 'send', 'connection_terminated', '502'], {
		meaning: 'the request’s headers do not fit into buffer-size; or HTTP was spoken to a uwsgi socket',
		check: 'Large cookies? A size like 21573 is “GET ”: HTTP on a uwsgi port.',
		change: 'buffer-size; http-socket, or uwsgi_pass in nginx.',
		source: 'proto/uwsgi.c: uwsgi_proto_uwsgi_parser',
	}),
	signature('queue-over-limit', /Listen queue size is greater than the system max/, ['failure', 'start', 'connection_refused', '502'], {
		meaning: 'uWSGI does not start: listen is larger than the kernel allows',
		check: 'sysctl net.core.somaxconn.',
		change: 'net.core.somaxconn, or listen.',
		source: 'core/socket.c: uwsgi_bind_sockets',
	}),
	signature('rss-limit', /reload-on-(?:rss|as) limit reached|\(EVIL\) reload|EVIL RELOAD ON WORKER/, ['strain', 'memory', null, 'none'], {
		meaning: 'a worker reached its memory limit and is made anew',
		check: 'How often: a leak?',
		change: 'reload-on-rss, max-requests; the leak.',
		source: 'core/utils.c: uwsgi_after_request',
	}),
	signature(
		'mercy',
		/no mercy for worker|worker \d+ \(pid: \d+\) is taking too much time to die|\.\.\.brutally killing workers/,
		['consequence', 'process', 'connection_terminated', '502'],
		{
			meaning: 'workers were killed in the middle of requests at a reload or stop',
			check: 'How long requests last, against worker-reload-mercy.',
			change: 'worker-reload-mercy, die-on-term, a graceful reload (SIGHUP, chain-reloading).',
			source: 'core/uwsgi.c; core/master_checks.c',
		},
	),
	signature(
		'bind-failed',
		/(?:bind|connect)\(\): (?:Address already in use|Permission denied|No such file or directory)|error removing unix socket/,
		['failure', 'start', 'connection_refused', '502'],
		{
			meaning: 'uWSGI could not open its socket',
			check: 'Is another process on it, does its folder exist, may uWSGI write there?',
			change: 'socket, chmod-socket, chown-socket.',
			source: 'core/socket.c: bind_to_unix, bind_to_tcp',
		},
	),
	signature('memory', /tried memory allocation of \d+ bytes/, ['failure', 'memory', null, '500'], {
		meaning: 'the app got no memory',
		check: 'limit-as, the cgroup’s memory limit.',
		change: 'Memory; the leak.',
		source: 'core/utils.c: uwsgi_malloc',
	}),
	signature(
		'stopping',
		/SIG(?:INT|TERM|QUIT)(?:\/SIG(?:TERM|QUIT))? received\.\.\.killing workers|gracefully killing worker|goodbye to uWSGI/,
		['life', 'process', null, '502 from now on'],
		{
			meaning: 'uWSGI stops or reloads',
			check: 'Whether it was meant to.',
			change: 'die-on-term with SIGTERM; otherwise it reloads.',
			source: 'core/uwsgi.c: kill_them_all',
		},
	),
	signature('respawned', /Respawned uWSGI worker \d+/, ['life', 'process', null, 'none'], {
		meaning: 'a worker was made anew',
		check: 'Why the one before ended.',
		change: '',
		source: 'core/master_utils.c: uwsgi_respawn_worker',
	}),
	quiet(
		'notes',
		/^\[pid: \d+\|app: |^\*\*\* (?:Starting uWSGI|uWSGI is running|Operational MODE|Python threads|WARNING)|your mercy for graceful operations|(?<![Rr]e)spawned uWSGI|WSGI app \d+ .* ready|The work of process \d+ is done(?! \(reload-on)|mapped \d+ bytes|Gracefully killing worker \d+|binary reloading uWSGI|worker \d+ (?:buried|killed successfully)/,
		'what it says as it runs',
		'core/uwsgi.c',
	),
];
