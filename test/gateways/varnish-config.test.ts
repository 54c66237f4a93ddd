import test from 'ava';
import {endpoint} from '../helpers/endpoint.ts';
import {explainVarnishRefusal, renderVarnishParameters, renderVarnishVcl, varnishPort} from '../../src/gateways/varnish-config.ts';
import {varnish} from '../../src/gateways/varnish.ts';
import {defaultGatewayOptions} from '../../src/scenario/defaults.ts';
import type {GatewayOptions} from '../../src/scenario/plan.ts';

const both = [endpoint('app1', 8080), endpoint('app2', 8081)];

function context(options: Partial<GatewayOptions> = {}, upstreams = both) {
	return {options: {...defaultGatewayOptions, ...options, upstreams: upstreams.map(({name}) => name)}, upstreams, port: 8080};
}

function render(options: Partial<GatewayOptions> = {}, upstreams = both) {
	return renderVarnishVcl(context(options, upstreams));
}

test('every request is passed on, and nothing is cached', (t) => {
	t.regex(render(), /sub vcl_recv \{\n\treturn \(pass\);/);
});

test('time-outs stand with each backend, in milliseconds', (t) => {
	const vcl = render({connectTimeoutMs: 111, readTimeoutMs: 222});
	t.is(vcl.match(/\.connect_timeout = 111ms;/g)?.length, 2);
	t.is(vcl.match(/\.first_byte_timeout = 222ms;/g)?.length, 2);
	t.is(vcl.match(/\.between_bytes_timeout = 222ms;/g)?.length, 2);
});

test('each upstream is tried once; of POSTs only those that were not sent, but where everything is', (t) => {
	t.regex(render(), /sub vcl_backend_error \{\n\tif \(bereq\.retries < 1 && \(bereq\.method !~ "\^\(POST\|LOCK\|PATCH\)\$"/);
	t.notRegex(render(), /cache_req_body/);
	t.regex(render({retries: 'all'}), /if \(bereq\.retries < 1\) \{/);
	t.regex(render({retries: 'all'}), /std\.cache_req_body\(1MB\);/);
	t.notRegex(render({retries: 'off'}), /vcl_backend_error/);
	t.notRegex(render({}, both.slice(0, 1)), /vcl_backend_error/);
});

test('backups stand on a director of their own, for when the others are down or were tried', (t) => {
	const vcl = render({backups: ['app2']});
	t.regex(vcl, /apps\.add_backend\(app1, weight = 1\);\n\tapps\.reconfigure/);
	t.regex(vcl, /backups\.add_backend\(app2, weight = 1\);/);
	t.regex(vcl, /if \(bereq\.retries >= 1 \|\| !std\.healthy\(bereq\.backend\)\)/);
});

test('probes in a row turn the verdict as often as they were told to', (t) => {
	const vcl = render({healthCheck: {path: '/up', intervalMs: 500, timeoutMs: 300, failAfter: 2, passAfter: 3}});
	t.regex(vcl, /\.url = "\/up";\n\t\.interval = 500ms;\n\t\.timeout = 300ms;\n\t\.window = 4;\n\t\.threshold = 3;\n\t\.initial = 4;/);
	t.is(vcl.match(/\.probe = health;/g)?.length, 2);
});

test('limits and queue stand with each backend', (t) => {
	const vcl = render({upstreamConnections: 9, queue: {length: 5, timeoutMs: 400}, weights: {app2: 3}});
	t.regex(vcl, /\.max_connections = 9;\n\t\.wait_limit = 5;\n\t\.wait_timeout = 400ms;/);
	t.regex(vcl, /add_backend\(app2, weight = 3\)/);
});

test('without keep-alive to the upstream every request says so', (t) => {
	t.regex(render({upstreamKeepalive: 0}), /set bereq\.http\.Connection = "close";/);
	t.notRegex(render(), /Connection/);
});

test('the limit of headers and the hold-down are parameters; the only upstream is never held down', (t) => {
	const two = renderVarnishParameters(context({responseHeaderBytes: 5000, failTimeoutMs: 2500}));
	t.regex(two, /^param\.set http_resp_size 5000$/m);
	t.regex(two, /^param\.set http_resp_hdr_len 5000$/m);
	t.regex(two, /^param\.set backend_remote_error_holddown 2\.5$/m);
	t.regex(renderVarnishParameters(context({}, both.slice(0, 1))), /^param\.set backend_remote_error_holddown 0$/m);
});

function pathsOf(options: Partial<GatewayOptions>) {
	return varnish.check?.({...defaultGatewayOptions, upstreams: ['app1'], ...options}).map(({path}) => path);
}

test('what Varnish cannot be told is refused', (t) => {
	t.deepEqual(pathsOf({}), []);
	t.deepEqual(pathsOf({weights: {app1: 0.5, app2: 10}}), ['weights.app1']);
	t.deepEqual(pathsOf({upstreamKeepalive: 4}), ['upstreamKeepalive']);
	t.deepEqual(pathsOf({backups: ['app1'], retries: 'off'}), ['backups']);
	t.deepEqual(pathsOf({backups: ['app1']}), []);
	t.deepEqual(pathsOf({healthCheck: {path: '/', intervalMs: 1, timeoutMs: 1, failAfter: 60, passAfter: 6}}), ['healthCheck']);
});

test("the port is read from the rendered VCL; a user's own has none", (t) => {
	t.is(varnishPort(render()), 8080);
	t.is(varnishPort('vcl 4.1;\nbackend a none;'), null);
});

test('a refusal is told in the words of the compiler, which show the line', (t) => {
	const words = "Expected ';' got '}'\n('/etc/varnish/default.vcl' Line 2 Pos 5)\nbackend a { }\n----#--------";
	const output = `Error:\nMessage from VCC-compiler:\n${words}\n\nRunning VCC-compiler failed, exited with 2\nVCL compilation failed`;
	t.is(explainVarnishRefusal(output), words);
	t.is(explainVarnishRefusal('Error: Could not open socket: Address in use\nmore'), 'Error: Could not open socket: Address in use');
	t.is(explainVarnishRefusal('all is well'), null);
});

test('errors are kept where that is asked for, its own too, and other answers are not', (t) => {
	const vcl = render({errorCacheMs: 4000});
	t.regex(vcl, /if \(req\.method == "GET"\) \{\n\t\treturn \(hash\);/);
	t.regex(vcl, /hash_data\(regsub\(req\.url, "\\\?\.\*\$", ""\)\);/);
	t.regex(vcl, /sub vcl_backend_response \{\n\tif \(beresp\.status >= 500 && beresp\.status <= 504\) \{\n\t\tset beresp\.ttl = 4000ms;/);
	t.regex(vcl, /sub vcl_backend_error \{[^]*set beresp\.ttl = 4000ms;/);
});
