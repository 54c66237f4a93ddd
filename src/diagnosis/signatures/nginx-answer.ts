// What nginx says about upstreams that it reached, and about their answers. Read against ngx_http_upstream.c and the modules for HTTP,
// FastCGI and gRPC.
import {signature} from '../signature.ts';
import type {Signature} from '../signature.ts';

const upstream = 'src/http/ngx_http_upstream.c';
const proxy = 'src/http/modules/ngx_http_proxy_module.c';

export const nginxAnswer: readonly Signature[] = [
	signature(
		'response-timeout',
		/timed out \(\d+:[^)]*\) while reading response header from upstream/,
		['failure', 'headers', 'http_response_timeout', '504'],
		{
			meaning: 'the app took the request and did not begin its answer in time',
			check: 'What does the app wait for: a lock, a pool, a database, all workers busy? Does its own log show the request?',
			change:
				'Mend what is slow; only then proxy_read_timeout (fastcgi_read_timeout, uwsgi_read_timeout), and keep it under the time-out in front.',
			source: `${upstream}: ngx_http_upstream_process_header`,
		},
	),
	signature(
		'body-timeout',
		/timed out \(\d+:[^)]*\) while (?:reading upstream|proxying upgraded connection)/,
		['failure', 'body', 'connection_read_timeout', 'cut, logged as 200'],
		{
			meaning: 'the app stalled in the middle of an answer',
			check: 'Does the app stream with long silences, or hang half-way?',
			change: 'proxy_read_timeout counts silence between two reads: raise it for streams and web sockets only, or send heartbeats.',
			source: `${upstream}: ngx_http_upstream_process_upstream`,
		},
	),
	signature(
		'send-timeout',
		/timed out \(\d+:[^)]*\) while sending request to upstream/,
		['failure', 'send', 'connection_write_timeout', '504'],
		{
			meaning: 'the app did not read the request',
			check: 'Is the app frozen, or does it read bodies late? How large are the requests?',
			change: 'proxy_send_timeout, client_max_body_size; read the body in the app before long work.',
			source: `${upstream}: ngx_http_upstream_send_request_handler`,
		},
	),
	signature(
		'closed-before-headers',
		/prematurely closed connection while (?:reading response header from|sending request to) upstream/,
		['failure', 'headers', 'connection_terminated', '502'],
		{
			meaning: 'the app closed the connection before it answered',
			check:
				'Did a worker crash or get restarted (its log, the kernel’s)? Only after idle time: does the app close kept-alive connections first?',
			change:
				'keepalive_timeout of the upstream group below the app’s own idle time-out; proxy_next_upstream error, with non_idempotent only where POSTs carry a key.',
			source: `${upstream}: ngx_http_upstream_process_header`,
		},
	),
	signature(
		'reset-before-headers',
		/(?:recv|readv|send|writev|sendfile)\(\) failed \((?:32|104):[^)]*\) while (?:reading response header from|sending request to) upstream/,
		['failure', 'headers', 'connection_terminated', '502'],
		{
			meaning: 'the app reset the connection before it answered',
			check: 'Was a worker killed (SIGKILL, OOM, terminate time-out)? Does the app answer before it has read the whole body?',
			change:
				'Stop the app gracefully on deploys; keepalive_timeout below the app’s; let the app read or drain the body (client_max_body_size in front).',
			source: 'src/os/unix/ngx_recv.c, ngx_writev_chain.c; ngx_connection_error',
		},
	),
	signature(
		'cut-body',
		/prematurely closed connection while reading upstream/,
		['failure', 'body', 'http_response_incomplete', 'cut, logged as 200'],
		{
			meaning: 'the app closed the connection in the middle of an answer',
			check: 'Crashes, restarts and write time-outs of the app at that time; does Content-Length match what it sends?',
			change: 'Let the app finish its answers before it stops; proxy_buffering on keeps slow clients from holding it.',
			source: `${upstream}: ngx_http_upstream_process_upstream`,
		},
	),
	signature(
		'reset-body',
		/(?:recv|readv)\(\) failed \((?:32|104):[^)]*\) while reading upstream/,
		['failure', 'body', 'http_response_incomplete', 'cut, logged as 200'],
		{
			meaning: 'the app reset the connection in the middle of an answer',
			check: 'Was a worker killed at that time? max_fails does not count this, so no other server takes over.',
			change: 'Graceful stops; a longer terminate time-out in the app server.',
			source: 'src/os/unix/ngx_readv_chain.c: ngx_readv_chain',
		},
	),
	signature(
		'header-too-big',
		/upstream sent too big (?:header|trailers)/,
		['failure', 'headers', 'http_response_header_section_size', '502'],
		{
			meaning: 'the answer’s headers do not fit into the buffer',
			check: 'Which headers are large: cookies, tokens, redirects? The limit counts the status line and the blank line.',
			change:
				'proxy_buffer_size together with proxy_buffers and proxy_busy_buffers_size (fastcgi_buffer_size and so on), or fewer cookies.',
			source: `${upstream}: ngx_http_upstream_process_header`,
		},
	),
	signature('not-http', /upstream sent no valid HTTP\/1\.0 header/, ['failure', 'headers', 'http_protocol_error', '200, raw bytes'], {
		meaning: 'what answered does not speak HTTP',
		check: 'Which program listens on that port: a database, SSH, TLS?',
		change: 'Correct the port; https:// in proxy_pass for a TLS port; fastcgi_pass, uwsgi_pass or grpc_pass for those protocols.',
		source: `${proxy}: ngx_http_proxy_process_status_line`,
	}),
	signature(
		'invalid-header',
		/upstream sent (?:invalid (?:header|trailer|:?status|"Content-Length" header)|duplicate (?:header line|:status)|no :status|unexpected :status|HTTP\/1\.0 response with early hints)/,
		['failure', 'headers', 'http_protocol_error', '502'],
		{
			meaning: 'the answer’s header section is malformed',
			check: 'The bytes that the log quotes: control characters, lines without a colon, a header twice.',
			change: 'Mend the app or library that writes the header; proxy_ignore_headers does not help here.',
			source: `${proxy}: ngx_http_proxy_process_header; ${upstream}`,
		},
	),
	signature(
		'conflicting-lengths',
		/upstream sent (?:"Content-Length" and|unknown "Transfer-Encoding"|"Transfer-Encoding")/,
		['failure', 'headers', 'http_protocol_error', '502'],
		{
			meaning: 'the answer says its length in two ways, or in one that nobody knows',
			check: 'Does a middleware add Content-Length to a chunked answer, or pass Transfer-Encoding on by hand?',
			change: 'Send one of Content-Length and Transfer-Encoding.',
			source: `${upstream}: ngx_http_upstream_process_transfer_encoding`,
		},
	),
	signature(
		'bad-chunk',
		/upstream sent invalid chunked response/,
		['failure', 'body', 'http_response_transfer_coding', 'cut, logged as 200'],
		{
			meaning: 'the body’s chunks are malformed',
			check: 'Does the app write to the socket beside its HTTP library, or are two answers mixed?',
			change: 'Mend the app; proxy_http_version 1.0 as a way round, since it asks for no chunks.',
			source: `${proxy}: ngx_http_proxy_copy_filter`,
		},
	),
	signature(
		'more-than-length',
		/upstream sent (?:more data than specified|data after (?:final chunk|trailers)|response body larger than)/,
		['strain', 'body', null, '200, the rest thrown away'],
		{
			meaning: 'the app sent more than it announced',
			check: 'Is Content-Length counted in characters instead of bytes?',
			change: 'Mend the length in the app; such a connection is not used again.',
			source: 'src/event/ngx_event_pipe.c: ngx_event_pipe_copy_input_filter',
		},
	),
	signature(
		'fastcgi-record',
		/upstream sent (?:unsupported|unexpected|invalid) FastCGI|upstream split a header line in FastCGI/,
		['failure', 'headers', 'http_protocol_error', '502'],
		{
			meaning: 'what answered does not speak FastCGI',
			check: 'Which program listens at the address of fastcgi_pass?',
			change: 'proxy_pass for HTTP, uwsgi_pass for uWSGI, or correct the address.',
			source: 'src/http/modules/ngx_http_fastcgi_module.c: ngx_http_fastcgi_process_record',
		},
	),
	signature('fastcgi-closed', /upstream prematurely closed FastCGI/, ['failure', 'headers', 'connection_terminated', '502'], {
		meaning: 'the FastCGI app ended its output before its headers were whole',
		check: 'The PHP error log: a fatal error, exit, or a killed child?',
		change: 'request_terminate_timeout and memory_limit in PHP-FPM, or the script.',
		source: 'src/http/modules/ngx_http_fastcgi_module.c: ngx_http_fastcgi_process_header',
	}),
	signature(
		'fastcgi-script-unknown',
		/FastCGI sent in stderr: .*Primary script unknown/,
		['failure', 'headers', 'proxy_configuration_error', '404'],
		{
			meaning: 'PHP-FPM found no script at the path that nginx gave',
			check: 'SCRIPT_FILENAME as PHP-FPM sees it: another root, or another container’s file system.',
			change: 'fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name; the same path in both containers.',
			source: 'src/http/modules/ngx_http_fastcgi_module.c; sapi/fpm/fpm/fpm_main.c',
		},
	),
	signature('fastcgi-php-fatal', /FastCGI sent in stderr: .*PHP (?:Fatal|Parse) error/, ['failure', 'headers', null, '500'], {
		meaning: 'the PHP script failed: the app’s own error',
		check: 'The file and line that the message names; memory exhausted or time exceeded?',
		change: 'The script, or memory_limit and max_execution_time in php.ini.',
		source: 'src/http/modules/ngx_http_fastcgi_module.c: ngx_http_fastcgi_process_header',
	}),
	signature(
		'fastcgi-php-message',
		/FastCGI sent in stderr: (?!.*(?:Primary script unknown|PHP (?:Fatal|Parse) error))/,
		['strain', 'headers', null, 'none'],
		{
			meaning: 'the PHP script wrote warnings',
			check: 'Whether the warnings began with the failures.',
			change: 'The script; log_errors and error_reporting in php.ini.',
			source: 'src/http/modules/ngx_http_fastcgi_module.c: ngx_http_fastcgi_process_header',
		},
	),
	signature(
		'http2-rejected',
		/upstream (?:rejected request with error|sent goaway with error|prematurely closed stream)/,
		['failure', 'headers', 'connection_terminated', '502'],
		{
			meaning: 'the gRPC or HTTP/2 server ended the stream or the connection',
			check: 'Restarts and connection age limits of the server (MAX_CONNECTION_AGE); the error number.',
			change: 'grpc_next_upstream error; a longer grace on the server. nginx takes a GOAWAY without an error as one, too.',
			source: 'src/http/modules/ngx_http_grpc_module.c: ngx_http_grpc_process_header',
		},
	),
	signature(
		'http2-frame',
		/upstream sent (?:unexpected http2 frame|too large http2|too short http2|invalid http2|truncated http2|frame for (?:unknown|closed) stream|http2 frame with)/,
		['failure', 'headers', 'http_protocol_error', '502'],
		{
			meaning: 'what answered does not speak HTTP/2, or breaks its rules',
			check: 'Is it a gRPC server without TLS, or an HTTP/1 server?',
			change: 'grpc:// or grpcs:// as the server speaks it; proxy_pass for HTTP/1.',
			source: 'src/http/modules/ngx_http_grpc_module.c: ngx_http_grpc_parse_frame',
		},
	),
	signature('premature-response', /upstream prematurely sent response/, ['failure', 'send', 'http_protocol_error', '502'], {
		meaning: 'bytes came before the request was sent: another protocol, or an answer left over on a kept connection',
		check: 'Does the port greet first (SSH, SMTP, MySQL)? Does the app answer twice?',
		change: 'Correct the port; keepalive off in upstream to tell the two apart.',
		source: `${upstream}: ngx_http_upstream_process_header`,
	}),
];
