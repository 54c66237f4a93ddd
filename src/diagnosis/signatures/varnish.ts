// Varnish: the FetchErrors of varnishlog, the first in this order that a try has (a body that stalls, or is reset, has two: the reason,
// and that bytes are missing); backends’ health; and the manager's words about its child. Read against bin/varnishd/cache and mgt.
import {quiet, signature} from '../signature.ts';
import type {Signature} from '../signature.ts';

const backend = 'bin/varnishd/cache/cache_backend.c';
const fetch = 'bin/varnishd/http1/cache_http1_fetch.c';
const body = 'bin/varnishd/http1/cache_http1_vfp.c';
const child = 'bin/varnishd/mgt/mgt_child.c';

export const varnish: readonly Signature[] = [
	signature('connect-refused', /fail errno 111 /, ['failure', 'connect', 'connection_refused', '503'], {
		meaning: 'nothing listened at the backend’s address',
		check: 'Is the app running, and does it listen on that address and port?',
		change: 'Start the app; .host and .port of the backend; a director with a second one; .probe.',
		source: `${backend}: vbe_dir_getfd`,
	}),
	signature('connect-timeout', /fail errno 110 /, ['failure', 'connect', 'connection_timeout', '503'], {
		meaning: 'packets to the backend were answered by nobody',
		check: 'Is the host up, does a firewall drop packets, is the accept queue full?',
		change: '.connect_timeout.',
		source: `${backend}: vbe_dir_getfd`,
	}),
	signature('connect-unroutable', /fail errno (?:101|113) /, ['failure', 'connect', 'destination_ip_unroutable', '503'], {
		meaning: 'no route led to the backend',
		check: 'Names are looked up as the VCL is loaded: does the address still belong to the app?',
		change: 'Load the VCL again after the address changed, or use a dynamic director.',
		source: `${backend}: vbe_dir_getfd`,
	}),
	signature('connect-reset', /fail errno (?:103|104) /, ['failure', 'connect', 'connection_terminated', '503'], {
		meaning: 'the connection was reset while it was being made',
		check: 'What stands between.',
		change: 'Mend what stands between.',
		source: `${backend}: vbe_dir_getfd`,
	}),
	signature('socket-missing', /fail errno (?:2|13) /, ['failure', 'connect', 'destination_unavailable', '503'], {
		meaning: 'the Unix socket of the backend does not exist (2), or may not be opened (13)',
		check: 'The path in .path, the same mount in both, and owner and mode of the socket and of the folders above it.',
		change: '.path of the backend, or where the app makes its socket, and for whom.',
		source: `${backend}: vbe_dir_getfd`,
	}),
	signature('held-down', /fail errno 0 /, ['consequence', 'health', 'destination_unavailable', '503'], {
		meaning: 'the backend is held down after a failure: no connection was tried',
		check: 'What failed before (errno 111, 110): that is the cause.',
		change: 'backend_local_error_holddown, backend_remote_error_holddown.',
		source: `${backend}: vbe_dir_getfd; cache_conn_pool.c`,
	}),
	signature(
		'own-resources',
		/fail errno (?!(?:0|2|13|101|103|104|110|111|113) )|^(?!mgt: |Backend_health |CLI ).*(?:Could not get storage|orkspace|thread)/,
		['failure', 'memory', 'proxy_internal_error', '503'],
		{
			meaning: 'Varnish had no port, descriptor, storage, workspace or thread left',
			check: 'The words of the line; varnishstat: MAIN.threads_limited, SMA.*.c_fail.',
			change: 'workspace_backend, workspace_client, thread_pool_max, -s storage; LimitNOFILE.',
			source: `${backend}: vbe_dir_getfd; cache_fetch.c: VFP_GetStorage`,
		},
	),
	signature('busy', /: busy$/, ['failure', 'queue', 'connection_limit_reached', '503'], {
		meaning: 'the backend has .max_connections in use',
		check: 'Is the app slow, or the limit too small?',
		change: '.max_connections, .wait_limit, .wait_timeout.',
		source: `${backend}: vbe_dir_getfd`,
	}),
	signature('unhealthy', /: unhealthy$|^No backend|returned no backend/, ['consequence', 'health', 'destination_unavailable', '503'], {
		meaning: 'no backend was healthy',
		check: 'Backend_health before it: why did the probe fail?',
		change: '.probe: .url, .timeout, .threshold; beresp.grace so that old objects are served meanwhile.',
		source: `${backend}: vbe_dir_getfd; cache_director.c: VRT_DirectorResolve`,
	}),
	signature('first-byte-timeout', /^first byte timeout/, ['failure', 'headers', 'http_response_timeout', '503'], {
		meaning: 'the app did not begin its answer in time',
		check: 'What the app waits for.',
		change: 'Mend what is slow; only then .first_byte_timeout.',
		source: `${backend}: vbe_dir_gethdrs`,
	}),
	signature(
		'write-timeout',
		/write error: .*(?:timed out|temporarily unavailable)/,
		['failure', 'send', 'connection_write_timeout', '503'],
		{
			meaning: 'the app did not read the request',
			check: 'Is the app frozen, or does it read bodies late?',
			change: 'backend_idle_timeout is not it; the app.',
			source: `${fetch}: V1F_SendReq`,
		},
	),
	signature(
		'write-failed',
		/write error: (?!.*(?:timed out|temporarily unavailable))/,
		['failure', 'send', 'connection_terminated', '503'],
		{
			meaning: 'the app closed the connection while the request was being sent',
			check: 'Does the app refuse bodies early, or was a worker killed?',
			change: 'Let the app drain the body.',
			source: `${fetch}: V1F_SendReq`,
		},
	),
	signature('body-timeout', /^Resource temporarily unavailable/, ['failure', 'body', 'connection_read_timeout', 'cut'], {
		meaning: 'the app stalled in the middle of an answer',
		check: 'Streams with long silences, or an app that hangs half-way.',
		change: '.between_bytes_timeout; heartbeats.',
		source: `${body}: v1f_read`,
	}),
	signature('header-too-big', /^(?:HTC )?overflow/, ['failure', 'headers', 'http_response_header_section_size', '503'], {
		meaning: 'the answer’s headers are larger than the limit',
		check: 'Which headers are large.',
		change: 'http_resp_size, http_resp_hdr_len, http_max_hdr, and workspace_backend with them.',
		source: `${fetch}: V1F_FetchRespHdr`,
	}),
	signature('closed-before-headers', /^HTC eof/, ['failure', 'headers', 'connection_terminated', '503'], {
		meaning: 'the app closed the connection before it answered',
		check: 'Crashes and restarts; only after idle time: the app’s keep-alive time-out.',
		change: 'backend_idle_timeout below the app’s keep-alive time-out.',
		source: `${fetch}: V1F_FetchRespHdr`,
	}),
	signature('header-timeout', /^(?:HTC timeout|HTC idle|between bytes timeout)/, ['failure', 'headers', 'http_response_timeout', '503'], {
		meaning: 'the app stalled in the middle of its headers',
		check: 'What the app waits for.',
		change: '.between_bytes_timeout.',
		source: `${fetch}: V1F_FetchRespHdr`,
	}),
	signature(
		'cut-chunked',
		/^chunked (?:read err|tail no data|.*eof|insufficient)/,
		['failure', 'body', 'http_response_incomplete', 'cut, or 503'],
		{
			meaning: 'the app’s connection ended in the middle of a chunked answer',
			check: 'Crashes and restarts of the app.',
			change: 'Graceful stops of the app; beresp.do_stream false gives a 503 instead of a cut answer.',
			source: `${body}: v1f_chunked_hdr`,
		},
	),
	signature(
		'bad-chunk',
		/^chunked (?!read err|tail no data|.*eof|insufficient)|^bogusly large chunk/,
		['failure', 'body', 'http_response_transfer_coding', 'cut, or 503'],
		{
			meaning: 'the body’s chunks are malformed',
			check: 'Does the app write to the socket beside its HTTP library?',
			change: 'Mend the app.',
			source: `${body}: v1f_chunked_hdr`,
		},
	),
	signature('cut-body', /straight insufficient bytes|^eof socket fail/, ['failure', 'body', 'http_response_incomplete', 'cut, or 503'], {
		meaning: 'the app’s connection ended in the middle of an answer',
		check: 'Crashes and restarts of the app; does Content-Length match what it sends?',
		change: 'Graceful stops of the app.',
		source: `${body}: v1f_straight_pull`,
	}),
	signature(
		'malformed',
		/^http format error|^HTC (?!eof|overflow|timeout|idle)|Body cannot be fetched|^Received junk|^Invalid |^Illegal /,
		['failure', 'headers', 'http_protocol_error', '503'],
		{
			meaning: 'what answered is no proper HTTP',
			check: 'Which program listens on that port; the bytes it sends.',
			change: '.port of the backend; the app’s headers.',
			source: `${fetch}: V1F_FetchRespHdr; cache_http1_proto.c`,
		},
	),
	signature('went-sick', /^Backend_health \S+ Went sick/, ['consequence', 'health', null, '503 where it was the last'], {
		meaning: 'a probe took a backend out',
		check: 'The flags and the answer in the line.',
		change: '.probe: .timeout, .window, .threshold.',
		source: 'bin/varnishd/cache/cache_backend_probe.c: vbp_update_backend',
		lifecycle: 'upstream-disabled',
	}),
	signature('went-healthy', /^Backend_health \S+ (?:Went healthy|Back healthy)/, ['life', 'health', null, 'none'], {
		meaning: 'a backend is back',
		check: '',
		change: '',
		source: 'bin/varnishd/cache/cache_backend_probe.c: vbp_update_backend',
	}),
	signature('no-retry', /^Retry not possible/, ['consequence', 'send', null, 'as the first try'], {
		meaning: 'a request could not be tried again, since its body was not kept',
		check: 'Why the first try failed.',
		change: 'std.cache_req_body() for small bodies.',
		source: 'bin/varnishd/cache/cache_fetch.c: vbf_stp_retry',
	}),
	signature(
		'child-unresponsive',
		/^mgt: .*Child \(\d+\) not responding to CLI/,
		['failure', 'process', 'proxy_internal_error', 'cut, or reset'],
		{
			meaning: 'the manager kills its child because it did not answer',
			check: 'Swapping, a disk that hangs, too many threads.',
			change: 'cli_timeout; memory.',
			source: `${child}: MCH_Cli_Fail`,
			lifecycle: 'worker-killed',
		},
	),
	signature(
		'child-died',
		/^mgt: .*(?:Child \(\d+\) (?:died|Panic)|Panic at:)/,
		['failure', 'process', 'proxy_internal_error', 'cut, or reset'],
		{
			meaning: 'the child of Varnish died, with all connections and the cache in memory',
			check: 'varnishadm panic.show; signal 9: the kernel’s log for the OOM killer.',
			change: '-s storage size against the memory; a newer version.',
			source: `${child}: mgt_reap_child`,
			lifecycle: 'worker-killed',
		},
	),
	signature('child-started', /^mgt: .*Child \(\d+\) Started/, ['life', 'process', null, 'none'], {
		meaning: 'the child of Varnish started',
		check: 'Whether it was meant to: after a crash, it starts by itself.',
		change: '',
		source: `${child}: mgt_launch_child`,
	}),
	signature('reloaded', /^CLI Rd vcl\.use /, ['life', 'process', null, 'none'], {
		meaning: 'another VCL was taken into use',
		check: 'Whether failures began here.',
		change: '',
		source: 'bin/varnishd/mgt/mgt_vcl.c: mcf_vcl_use',
		lifecycle: 'reloaded',
	}),
	quiet(
		'notes',
		/^mgt: (?!.*(?:Child \(\d+\) (?:not responding|died|Panic|Started)|Panic at:))|^Backend_health \S+ Still|^CLI (?!Rd vcl\.use )|vmod_directors: shard/,
		'what it says as it starts and runs',
		child,
	),
];
