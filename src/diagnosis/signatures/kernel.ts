// The kernel's log. Read against mm/oom_kill.c, net/ipv4/tcp_input.c, tcp.c, net/netfilter/nf_conntrack_core.c, net/core/neighbour.c.
import {signature} from '../signature.ts';
import type {Signature} from '../signature.ts';

export const kernel: readonly Signature[] = [
	signature(
		'oom-cgroup',
		/Memory cgroup out of memory: Kill(?:ed)? process \d+/,
		['failure', 'memory', 'connection_refused', '502 or 503'],
		{
			meaning: 'the OOM killer ended a process because its cgroup (container, unit) was at its memory limit',
			check: 'Which process, and anon-rss in the line; memory.events of the cgroup.',
			change: 'The leak, or the limit (--memory, resources.limits.memory, MemoryMax); fewer workers.',
			source: 'mm/oom_kill.c: __oom_kill_process, dump_oom_victim',
		},
	),
	signature(
		'oom-host',
		/(?<!cgroup )[Oo]ut of memory: Kill(?:ed)? process \d+/,
		['failure', 'memory', 'connection_refused', '502 or 503'],
		{
			meaning: 'the OOM killer ended a process because the whole machine was out of memory',
			check: 'The table of processes above it: who used the memory?',
			change: 'Memory limits for what grows; oom_score_adj of the app; more memory.',
			source: 'mm/oom_kill.c: out_of_memory',
		},
	),
	signature('oom-invoked', /invoked oom-killer:|oom-kill:constraint=/, ['consequence', 'memory', null, '502 or 503'], {
		meaning: 'the OOM killer was called',
		check: 'The line “Killed process” below it.',
		change: 'See there.',
		source: 'mm/oom_kill.c: dump_header',
	}),
	signature('oom-reaped', /oom_reaper: reaped process/, ['consequence', 'memory', null, 'none'], {
		meaning: 'the memory of a killed process was taken back',
		check: 'The line “Killed process” above it.',
		change: 'See there.',
		source: 'mm/oom_kill.c: oom_reap_task_mm',
	}),
	signature(
		'segfault',
		/\w\[\d+\]: segfault at |traps: .* general protection|traps: .*trap (?:invalid opcode|divide error)/,
		['failure', 'process', 'connection_terminated', '502'],
		{
			meaning: 'a process crashed',
			check: 'Which process, and in which library the line says.',
			change: 'That program, module or extension.',
			source: 'arch/x86/mm/fault.c: show_signal_msg',
		},
	),
	signature('syn-flood', /Possible SYN flooding on port/, ['failure', 'queue', 'connection_timeout', '504, or late answers'], {
		meaning: 'the accept queue of a port is full: the app does not take connections fast enough, or it is an attack',
		check: 'ss -ltn: Recv-Q at Send-Q on that port? nstat TcpExtListenOverflows.',
		change: 'The app’s backlog, net.core.somaxconn, net.ipv4.tcp_max_syn_backlog; more workers.',
		source: 'net/ipv4/tcp_input.c: tcp_syn_flood_action',
	}),
	signature('conntrack-full', /conntrack: table full, dropping packet/, ['failure', 'network', 'connection_timeout', '504'], {
		meaning: 'the table of tracked connections is full: new connections are dropped in silence',
		check: 'sysctl net.netfilter.nf_conntrack_count and …_max.',
		change: 'net.netfilter.nf_conntrack_max and buckets, shorter nf_conntrack_tcp_timeout_time_wait; keep-alive to upstreams.',
		source: 'net/netfilter/nf_conntrack_core.c: __nf_conntrack_alloc',
	}),
	signature('tcp-memory', /TCP: out of memory -- consider tuning tcp_mem/, ['failure', 'memory', 'connection_timeout', '504, or cut'], {
		meaning: 'sockets’ buffers use all the memory that TCP may have',
		check: 'ss -s; /proc/net/sockstat: mem.',
		change: 'net.ipv4.tcp_mem; the connections that pile up.',
		source: 'net/ipv4/tcp.c: tcp_check_oom',
	}),
	signature('orphans', /TCP: too many orphaned sockets/, ['failure', 'network', 'connection_terminated', 'cut'], {
		meaning: 'too many closed connections still have bytes to send: the kernel resets them',
		check: 'ss -s: orphaned.',
		change: 'net.ipv4.tcp_max_orphans; clients that vanish.',
		source: 'net/ipv4/tcp.c: tcp_check_oom',
	}),
	signature(
		'neighbour-table',
		/neighbou?r(?:: \w+)?: ?.*table overflow/i,
		['failure', 'network', 'destination_ip_unroutable', '502 or 504'],
		{
			meaning: 'the table of neighbours (ARP) is full: some addresses cannot be reached',
			check: 'ip neigh | wc -l.',
			change: 'net.ipv4.neigh.default.gc_thresh1 to 3.',
			source: 'net/core/neighbour.c: neigh_alloc',
		},
	),
	signature('file-max', /VFS: file-max limit \d+ reached/, ['failure', 'process', 'proxy_internal_error', '500, or no answer'], {
		meaning: 'the machine has no file descriptor left',
		check: 'sysctl fs.file-nr.',
		change: 'fs.file-max; the process that leaks them.',
		source: 'fs/file_table.c: alloc_empty_file',
	}),
	signature('pids', /cgroup: fork rejected by pids controller/, ['failure', 'process', 'connection_refused', '502'], {
		meaning: 'a cgroup may have no more processes or threads',
		check: 'pids.current and pids.max of the cgroup that the line names.',
		change: 'TasksMax, --pids-limit; what makes so many.',
		source: 'kernel/cgroup/pids.c: pids_event',
	}),
	signature('hung-task', /task .* blocked for more than \d+ seconds/, ['failure', 'process', 'http_response_timeout', '504'], {
		meaning: 'a process waits in the kernel, most often for a disk or a network file system',
		check: 'The stack below it; the disk.',
		change: 'The disk or the mount.',
		source: 'kernel/hung_task.c: check_hung_task',
	}),
	signature('link-down', /: (?:NIC )?[Ll]ink (?:is )?[Dd]own|entered disabled state/, ['strain', 'network', null, 'none, or 504'], {
		meaning: 'a network interface went down; of a veth in a bridge: its container stopped',
		check: 'Which interface.',
		change: 'What took it down: a cable, a driver, a container that was stopped.',
		source: 'drivers/net; net/bridge/br_stp.c: br_set_state',
	}),
];
