import test from 'ava';
import {endpoint} from '../helpers/endpoint.ts';
import {envoyPort, explainEnvoyRefusal} from '../../src/gateways/envoy-bootstrap.ts';
import {renderEnvoyConfig} from '../../src/gateways/envoy-config.ts';
import {defaultGatewayOptions} from '../../src/scenario/defaults.ts';

function render(options: Partial<typeof defaultGatewayOptions> = {}, names = ['app1', 'app2']) {
	const upstreams = names.map((name, index) => endpoint(name, 8081 + index));
	const [bootstrap, clusters, routes] = renderEnvoyConfig({
		options: {...defaultGatewayOptions, ...options, upstreams: names},
		upstreams,
		port: 8088,
	}).map(({content}) => content);
	return {bootstrap: bootstrap ?? '', clusters: clusters ?? '', routes: routes ?? ''};
}

test('time-outs, limits and outlier detection stand in the cluster and the routes', (t) => {
	const {clusters, routes} = render({
		connectTimeoutMs: 111,
		readTimeoutMs: 222,
		responseHeaderBytes: 8192,
		maxFails: 3,
		failTimeoutMs: 4000,
		upstreamConnections: 7,
	});
	t.regex(clusters, /connect_timeout: "0.111s"/);
	t.regex(clusters, /max_response_headers_kb: 8/);
	t.regex(clusters, /consecutive_local_origin_failure: 3/);
	t.regex(clusters, /base_ejection_time: "4s"/);
	t.regex(clusters, /per_host_thresholds:\s+- max_connections: 7/);
	t.is([...routes.matchAll(/per_try_idle_timeout: "0.222s"/g)].length, 2);
});

test('a POST is tried again only where it was not sent, unless all are', (t) => {
	t.notRegex(render({retries: 'off'}).routes, /retry_on/);
	t.deepEqual(conditions(render({retries: 'safe'}).routes), ['"connect-failure,refused-stream,reset-before-request"', 'reset']);
	t.deepEqual(conditions(render({retries: 'all'}).routes), ['reset', 'reset']);
});

test('with one upstream nothing is tried again, and it is never set aside', (t) => {
	const {clusters, routes} = render({}, ['app1']);
	t.notRegex(routes, /retry_on/);
	t.notRegex(clusters, /outlier_detection/);
});

test('a backup is of a lower priority, and gets nothing while one of the others is left', (t) => {
	const {clusters, routes} = render({backups: ['app2']});
	t.regex(clusters, /priority: 0[^]*app1[^]*priority: 1[^]*app2/);
	t.regex(clusters, /overprovisioning_factor: 200/);
	t.regex(routes, /previous_priorities/);
});

test("the port of a user's own bootstrap is that of its first listener, in YAML or JSON", (t) => {
	t.is(envoyPort(render().bootstrap), 8088);
	const admin = 'admin: {address: {socket_address: {address: 127.0.0.1, port_value: 9901}}}\n';
	t.is(envoyPort(`${admin}static_resources:\n  listeners:\n  # port_value: 1\n  - address: {socket_address: {port_value: 81}}`), 81);
	t.is(envoyPort('{"static_resources":{"listeners":[{"address":{"socket_address":{"port_value":82}}}]}}'), 82);
	t.is(envoyPort(admin), null);
	t.is(envoyPort(''), null);
});

const head =
	"[2026-11-21 06:33:00.594][8][critical][main] [source/server/config_validation/server.cc:76] error initializing configuration '/etc/envoy/envoy.yaml': ";

test('an unknown field is told in the words of Envoy, with the line beside it', (t) => {
	const said = `Protobuf message (type envoy.config.bootstrap.v3.Bootstrap reason INVALID_ARGUMENT: invalid JSON  in envoy.config.bootstrap.v3.Bootstrap @ static_resources.listeners[0]: message envoy.config.listener.v3.Listener, near 1:54 (offset 53): no such   field:   'tcp_backlog_sze') has unknown fields`;
	const explained = explainEnvoyRefusal(`${head}${said}\n`, 'a: 1\n  tcp_backlog_sze: 5\n') ?? '';
	t.regex(explained, /^Protobuf message .* no such field: 'tcp_backlog_sze'\) has unknown fields\n {2}line 2: tcp_backlog_sze: 5$/);
});

test('broken YAML, a wrong number, a wrong value and an unknown cluster show their line', (t) => {
	t.is(
		explainEnvoyRefusal(`${head}yaml-cpp: error at line 2, column 4: end of map not found`, 'a:\n   b: [\n'),
		'yaml-cpp: error at line 2, column 4: end of map not found\n  line 2: b: [',
	);
	t.is(
		explainEnvoyRefusal(
			': Proto constraint validation failed (BootstrapValidationError.StaticResources: embedded message failed validation | caused by SocketAddressValidationError.PortValue: value must be less than or equal to 65535)',
			'x: 1\n  port_value: 99999\n',
		)
			?.split('\n')
			.at(-1),
		'  line 2: port_value: 99999',
	);
	t.is(
		explainEnvoyRefusal(
			`${head}Unable to parse JSON as proto (INVALID_ARGUMENT: invalid JSON in envoy.config.bootstrap.v3.Bootstrap   @  static_resources.clusters[0].connect_timeout:   message google.protobuf.Duration, near 1:87 (offset 86):  duration must   end with a single   's'): {"static_resources":{}}`,
			'connect_timeout: 1x',
		)
			?.split('\n')
			.at(-1),
		'  line 1: connect_timeout: 1x',
	);
	t.is(
		explainEnvoyRefusal(`${head}route: unknown cluster 'aps'`, 'route: {cluster: aps}'),
		"route: unknown cluster 'aps'\n  line 1: route: {cluster: aps}",
	);
	t.is(explainEnvoyRefusal('all is well', ''), null);
});

function conditions(routes: string): readonly (string | undefined)[] {
	return [...routes.matchAll(/retry_on: (.*)/g)].map((match) => match[1]);
}
