import test from 'ava';
import {endpoint} from '../helpers/endpoint.ts';
import {explainTraefikRefusal, isStaticConfig, renderTraefikConfig, traefikPort} from '../../src/gateways/traefik-config.ts';
import {traefik} from '../../src/gateways/traefik.ts';
import {defaultGatewayOptions} from '../../src/scenario/defaults.ts';

function render(options: Partial<typeof defaultGatewayOptions> = {}, names = ['app1', 'app2']) {
	const upstreams = names.map((name, index) => endpoint(name, 8081 + index));
	const [dynamic, fixed] = renderTraefikConfig({options: {...defaultGatewayOptions, ...options, upstreams: names}, upstreams, port: 8088});
	return {dynamic: dynamic.content, fixed: fixed?.content ?? ''};
}

test('time-outs, keep-alive, weights and passive checks stand in the dynamic file', (t) => {
	const {dynamic} = render({
		connectTimeoutMs: 111,
		readTimeoutMs: 222,
		upstreamKeepalive: 7,
		maxFails: 3,
		failTimeoutMs: 4000,
		weights: {app2: 5},
	});
	t.regex(dynamic, /dialTimeout: "111ms"/);
	t.regex(dynamic, /responseHeaderTimeout: "222ms"/);
	t.regex(dynamic, /maxIdleConnsPerHost: 7/);
	t.regex(dynamic, /url: "http:\/\/app2:8082"\s+weight: 5/);
	t.regex(dynamic, /maxFailedAttempts: 3\s+failureWindow: "4000ms"/);
	t.regex(render({upstreamKeepalive: 0}).dynamic, /maxIdleConnsPerHost: -1/);
});

test('a request has as many tries as there are servers, POSTs after they were sent only where all are tried again', (t) => {
	t.notRegex(render({retries: 'off'}).dynamic, /retry/);
	t.notRegex(render({}, ['app1']).dynamic, /retry|passiveHealthCheck/);
	t.regex(render({retries: 'safe'}).dynamic, /attempts: 2\s+retryNonIdempotentMethod: false/);
	t.regex(render({retries: 'all'}).dynamic, /attempts: 2\s+retryNonIdempotentMethod: true/);
});

test("a user's file with entry points is the static configuration, any other the dynamic one", (t) => {
	const fixed = 'entryPoints:\n  web:\n    # address: ":1"\n    address: ":8090"\n';
	t.true(isStaticConfig(fixed));
	t.is(traefikPort(fixed), 8090);
	t.is(traefikPort('entryPoints: {web: {address: "127.0.0.1:81/tcp"}}'), 81);
	t.is(traefikPort(render().fixed), 8088);
	t.false(isStaticConfig(render().dynamic));
	t.is(traefikPort(render().dynamic), null);
	t.true(commandFor(fixed).includes('--configFile=/etc/traefik/config.yml'));
	t.true(commandFor(render().dynamic).includes('--configFile=/etc/traefik/traefik.yml'));
});

test('probes that need more than one answer in a row cannot be told', (t) => {
	const options = {...defaultGatewayOptions, upstreams: ['app1']};
	const healthCheck = {path: '/', intervalMs: 500, timeoutMs: 300, failAfter: 1, passAfter: 1};
	t.deepEqual(traefik.check?.({...options, healthCheck}), []);
	t.is(traefik.check?.({...options, healthCheck: {...healthCheck, failAfter: 2}}).length, 1);
});

test('a refusal is told in the words of Traefik, with the line of the config beside it', (t) => {
	const output =
		'{"level":"error","entryPointName":"web","routerName":"apps@file","error":"the service \\"aps@file\\" does not exist","time":"2026-11-21T07:28:00Z","message":""}';
	t.is(explainTraefikRefusal(output, 'http:\n  a: {service: aps}'), 'the service "aps@file" does not exist\n  line 2: a: {service: aps}');
	t.is(explainTraefikRefusal('all is well', ''), null);
});

function commandFor(configText: string): string {
	return traefik.command({configText, options: {...defaultGatewayOptions, upstreams: ['app1']}, port: 8080}).join(' ');
}
