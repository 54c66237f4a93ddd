import test from 'ava';
import {nginxCause, nginxLifecycle} from '../../src/gateways/nginx-causes.ts';
import type {Cause} from '../../src/timeline/cause.ts';

const request =
	'client: 172.18.0.4, server: , request: "GET /items?gq=42 HTTP/1.1", upstream: "http://172.18.0.3:8080/items?gq=42", host: "gateway"';

const names = test.macro({
	exec(t, text: string, cause: Cause | null) {
		t.is(nginxCause(`*7 ${text}, ${request}`), cause);
	},
	title: (_, text, cause) => `"${String(text)}" means ${typeof cause === 'string' ? cause : 'no cause'}`,
});

test(names, 'connect() failed (111: Connection refused) while connecting to upstream', 'connection_refused');
test(names, 'connect() failed (113: No route to host) while connecting to upstream', 'destination_ip_unroutable');
test(names, 'upstream timed out (110: Connection timed out) while connecting to upstream', 'connection_timeout');
test(names, 'upstream timed out (110: Connection timed out) while reading response header from upstream', 'http_response_timeout');
test(names, 'upstream timed out (110: Connection timed out) while reading upstream', 'connection_read_timeout');
test(names, 'upstream timed out (110: Connection timed out) while sending request to upstream', 'connection_write_timeout');
test(names, 'upstream prematurely closed connection while reading response header from upstream', 'connection_terminated');
test(names, 'recv() failed (104: Connection reset by peer) while reading response header from upstream', 'connection_terminated');
test(names, 'writev() failed (32: Broken pipe) while sending request to upstream', 'connection_terminated');
test(names, 'upstream prematurely closed connection while reading upstream', 'http_response_incomplete');
test(names, 'recv() failed (104: Connection reset by peer) while reading upstream', 'http_response_incomplete');
test(names, 'upstream sent too big header while reading response header from upstream', 'http_response_header_section_size');
test(names, 'upstream sent invalid chunked response while reading upstream', 'http_response_transfer_coding');
test(names, 'upstream sent invalid header: "x y" while reading response header from upstream', 'http_protocol_error');
test(names, 'no live upstreams while connecting to upstream', 'destination_unavailable');
test(names, 'app1 could not be resolved (110: Operation timed out)', 'dns_timeout');
test(names, 'app1 could not be resolved (3: Host not found)', 'dns_error');
test(names, 'socket() failed (24: Too many open files) while connecting to upstream', 'proxy_internal_error');
test(names, '512 worker_connections are not enough while connecting to upstream', 'proxy_internal_error');
test(names, 'client 172.18.0.4 closed keepalive connection', null);
test(names, 'client prematurely closed connection, so upstream connection is closed too', null);

test('a reload and the life of workers are told apart from failures', (t) => {
	t.is(nginxLifecycle('signal 1 (SIGHUP) received from 0, reconfiguring'), 'reloaded');
	t.is(nginxLifecycle('start worker process 31'), 'worker-started');
	t.is(nginxLifecycle('worker process 29 exited with code 0'), 'worker-exited');
	t.is(nginxLifecycle('worker process 29 exited on signal 9'), 'worker-killed');
	t.is(nginxLifecycle('*3 upstream server temporarily disabled while connecting to upstream'), 'upstream-disabled');
	t.is(nginxLifecycle('*3 512 worker_connections are not enough'), 'connections-exhausted');
	t.is(nginxLifecycle('using the "epoll" event method'), null);
});
