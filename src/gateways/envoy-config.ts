// The neutral options as Envoy's own files: a bootstrap that stays, and beside it the cluster (CDS) and the routes (RDS), which Envoy
// takes over without a restart when they are moved into place.
import type {ConfigFile, EndpointTls, GatewayOptions, UpstreamEndpoint} from '../scenario/plan.ts';
import {gatewayTls, tlsOf} from './gateway.ts';
import type {RenderContext} from './gateway.ts';
import {outlierDetection} from './outlier-detection.ts';
import {toYaml} from './to-yaml.ts';
import type {YamlValue} from './to-yaml.ts';

export const envoyPaths = {
	config: '/etc/envoy/envoy.yaml',
	/** Watched: files that are moved into it are taken over. */
	dynamic: '/etc/envoy/gatequake',
	clusters: '/etc/envoy/gatequake/clusters.yaml',
	routes: '/etc/envoy/gatequake/routes.yaml',
	logs: '/var/log/gatequake',
} as const;

const types = 'type.googleapis.com/envoy';

export function renderEnvoyConfig({options, upstreams, port}: RenderContext): readonly [ConfigFile, ...ConfigFile[]] {
	return [
		{path: envoyPaths.config, content: file(bootstrap(port, options))},
		{path: envoyPaths.clusters, content: file({resources: [cluster(options, upstreams)]})},
		{path: envoyPaths.routes, content: file({resources: [routes(options, upstreams.length)]})},
	];
}

function file(content: YamlValue): string {
	return `# Rendered by Gatequake from neutral gateway options.\n${toYaml(content)}\n`;
}

function bootstrap(port: number, {tls}: GatewayOptions): YamlValue {
	return {
		node: {id: 'gatequake', cluster: 'gatequake'},
		dynamic_resources: {cds_config: watched(envoyPaths.clusters)},
		cluster_manager: {outlier_detection: {event_log_path: `${envoyPaths.logs}/outliers.log`}},
		static_resources: {
			listeners: [
				{
					name: 'gatequake',
					address: {socket_address: {address: '0.0.0.0', port_value: port}},
					tcp_backlog_size: 4096,
					filter_chains: [{filters: [connectionManager()], ...(tls ? {transport_socket: listeningTls} : {})}],
				},
			],
		},
	};
}

const listeningTls: YamlValue = {
	name: 'envoy.transport_sockets.tls',
	typed_config: {
		'@type': `${types}.extensions.transport_sockets.tls.v3.DownstreamTlsContext`,
		common_tls_context: {
			tls_certificates: [{certificate_chain: {filename: gatewayTls.certificate}, private_key: {filename: gatewayTls.key}}],
		},
	},
};

/** It checks and names nothing by itself. */
function upstreamTls({serverName, authorityPath}: EndpointTls, {upstreamTls: {verify, sendName}}: GatewayOptions): YamlValue {
	return {
		name: 'envoy.transport_sockets.tls',
		typed_config: {
			'@type': `${types}.extensions.transport_sockets.tls.v3.UpstreamTlsContext`,
			...(sendName ? {sni: serverName} : {}),
			common_tls_context: verify
				? {
						validation_context: {
							trusted_ca: {filename: authorityPath},
							match_typed_subject_alt_names: [{san_type: 'DNS', matcher: {exact: serverName}}],
						},
					}
				: {},
		},
	};
}

function connectionManager(): YamlValue {
	return {
		name: 'envoy.filters.network.http_connection_manager',
		typed_config: {
			'@type': `${types}.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager`,
			stat_prefix: 'gatequake',
			// The read time-out is the routes'; this one would end what they allow.
			stream_idle_timeout: '0s',
			// Where an answer is cut, Envoy waits for the client to close first: a second, unless it is told otherwise.
			delayed_close_timeout: '0.01s',
			access_log: [jsonLog('access.log')],
			rds: {route_config_name: 'gatequake', config_source: watched(envoyPaths.routes)},
			http_filters: [
				{
					name: 'envoy.filters.http.router',
					typed_config: {'@type': `${types}.extensions.filters.http.router.v3.Router`, upstream_log: [jsonLog('attempts.log')]},
				},
			],
		},
	};
}

/** `access.log` has a line for each request, `attempts.log` one for each try of it at an upstream: the same fields. */
function jsonLog(name: string): YamlValue {
	return {
		name: 'envoy.access_loggers.file',
		typed_config: {
			'@type': `${types}.extensions.access_loggers.file.v3.FileAccessLog`,
			path: `${envoyPaths.logs}/${name}`,
			log_format: {
				json_format: {
					t: '%START_TIME(%s.%3f)%',
					ms: '%DURATION%',
					method: '%REQ(:METHOD)%',
					path: '%REQ(:PATH)%',
					status: '%RESPONSE_CODE%',
					flags: '%RESPONSE_FLAGS%',
					details: '%RESPONSE_CODE_DETAILS%',
					transport: '%UPSTREAM_TRANSPORT_FAILURE_REASON%',
					upstream: '%UPSTREAM_HOST%',
					attempts: '%UPSTREAM_REQUEST_ATTEMPT_COUNT%',
				},
			},
		},
	};
}

function watched(path: string): YamlValue {
	return {resource_api_version: 'V3', path_config_source: {path, watched_directory: {path: envoyPaths.dynamic}}};
}

const http = 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions';

/** More than any load: Envoy's own limits (1024, and 3 retries) would answer for the upstreams. */
const unlimited = 1_000_000;

function cluster(options: GatewayOptions, upstreams: RenderContext['upstreams']): YamlValue {
	const {upstreamConnections, queue, healthCheck, resolver} = options;
	const tls = tlsOf(upstreams);
	// A request waits while its connection is being opened: as many as there may be connections.
	const waiting = queue?.length ?? (upstreamConnections === null ? unlimited : upstreamConnections * upstreams.length);
	const thresholds = {max_connections: unlimited, max_pending_requests: waiting, max_requests: unlimited, max_retries: unlimited};
	const perHost = upstreamConnections === null ? {} : {per_host_thresholds: [{max_connections: upstreamConnections}]};
	return {
		'@type': `${types}.config.cluster.v3.Cluster`,
		name: 'apps',
		// Names are looked up; a path is no name.
		...(upstreams.some(({socket}) => socket !== null)
			? {type: 'STATIC'}
			: {
					cluster_type: {
						name: 'envoy.cluster.dns',
						typed_config: {
							'@type': `${types}.extensions.clusters.dns.v3.DnsCluster`,
							dns_lookup_family: 'V4_ONLY',
							// It cannot be told to resolve once; a day outlasts every run.
							dns_refresh_rate: resolver === null ? '86400s' : seconds(resolver.validMs),
						},
					},
				}),
		lb_policy: 'ROUND_ROBIN',
		connect_timeout: seconds(options.connectTimeoutMs),
		circuit_breakers: {thresholds: [thresholds], ...perHost},
		typed_extension_protocol_options: {
			[http]: {
				'@type': `type.googleapis.com/${http}`,
				explicit_http_config: {http_protocol_options: {}},
				common_http_protocol_options: {
					max_response_headers_kb: Math.ceil(options.responseHeaderBytes / 1024),
					...(options.upstreamKeepalive === 0 ? {max_requests_per_connection: 1} : {}),
				},
			},
		},
		// Nobody is set aside where there is nobody else to turn to.
		...(upstreams.length > 1 && options.maxFails > 0 ? {outlier_detection: outlierDetection(options)} : {}),
		common_lb_config: {healthy_panic_threshold: {value: 0}},
		...(healthCheck === null ? {} : {health_checks: [activeCheck(healthCheck)]}),
		...(tls === null ? {} : {transport_socket: upstreamTls(tls, options)}),
		load_assignment: loadAssignment(options, upstreams),
	};
}

function activeCheck({path, intervalMs, timeoutMs, failAfter, passAfter}: NonNullable<GatewayOptions['healthCheck']>): YamlValue {
	return {
		interval: seconds(intervalMs),
		no_traffic_interval: seconds(intervalMs),
		timeout: seconds(timeoutMs),
		unhealthy_threshold: failAfter,
		healthy_threshold: passAfter,
		event_logger: [
			{
				name: 'envoy.health_check.event_sink.file',
				typed_config: {
					'@type': `${types}.extensions.health_check.event_sinks.file.v3.HealthCheckEventFileSink`,
					event_log_path: `${envoyPaths.logs}/health.log`,
				},
			},
		],
		// Without the second range one bad answer would be enough, whatever the threshold.
		http_health_check: {path, expected_statuses: [{start: 200, end: 400}], retriable_statuses: [{start: 400, end: 600}]},
	};
}

function loadAssignment({weights, backups}: GatewayOptions, upstreams: RenderContext['upstreams']): YamlValue {
	const endpoint = ({name, host, port, socket}: UpstreamEndpoint): YamlValue => ({
		endpoint: {address: socket === null ? {socket_address: {address: host, port_value: port}} : {pipe: {path: socket}}},
		load_balancing_weight: weights[name] ?? 1,
	});
	const groups = [upstreams.filter(({name}) => !backups.includes(name)), upstreams.filter(({name}) => backups.includes(name))];
	return {
		cluster_name: 'apps',
		endpoints: groups.flatMap((group, priority) => (group.length === 0 ? [] : [{priority, lb_endpoints: group.map(endpoint)}])),
		// One that is left of the first group is enough to keep all traffic there.
		...(backups.length > 0 ? {policy: {overprovisioning_factor: 100 * upstreams.length}} : {}),
	};
}

/** RFC 9110, section 9.2.2, has these as not idempotent, LOCK by RFC 4918. */
const notIdempotent = 'POST|PATCH|LOCK';

const notSent = 'connect-failure,refused-stream,reset-before-request';
const retryOn = {
	off: {others: '', repeatable: ''},
	safe: {others: notSent, repeatable: 'reset'},
	all: {others: 'reset', repeatable: 'reset'},
} as const;

function routes(options: GatewayOptions, upstreamCount: number): YamlValue {
	const conditions = retryOn[options.retries];
	const route = (condition: string): YamlValue => ({
		cluster: 'apps',
		// The whole answer may take as long as it likes.
		timeout: '0s',
		...(options.hostHeader === null ? {} : {host_rewrite_literal: options.hostHeader}),
		retry_policy: retryPolicy(options, upstreamCount, condition),
	});
	return {
		'@type': `${types}.config.route.v3.RouteConfiguration`,
		name: 'gatequake',
		virtual_hosts: [
			{
				name: 'apps',
				domains: ['*'],
				routes: [
					{
						match: {prefix: '/', headers: [{name: ':method', string_match: {safe_regex: {regex: notIdempotent}}}]},
						route: route(conditions.others),
					},
					{match: {prefix: '/'}, route: route(conditions.repeatable)},
				],
			},
		],
	};
}

function retryPolicy({readTimeoutMs, backups}: GatewayOptions, upstreamCount: number, condition: string): YamlValue {
	return {
		// Time without a byte of the answer, from the whole request on: also where nothing is tried again.
		per_try_idle_timeout: seconds(readTimeoutMs),
		...(condition === '' || upstreamCount === 1
			? {num_retries: 0}
			: {
					retry_on: condition,
					num_retries: upstreamCount - 1,
					retry_back_off: {base_interval: '0.001s', max_interval: '0.001s'},
					retry_host_predicate: [
						{
							name: 'envoy.retry_host_predicates.previous_hosts',
							typed_config: {'@type': `${types}.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate`},
						},
					],
					host_selection_retry_max_attempts: 4 * upstreamCount,
					...(backups.length > 0 ? {retry_priority: previousPriorities} : {}),
				}),
	};
}

const previousPriorities: YamlValue = {
	name: 'envoy.retry_priorities.previous_priorities',
	typed_config: {
		'@type': `${types}.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig`,
		update_frequency: 1,
	},
};

function seconds(durationMs: number): string {
	return `${durationMs / 1000}s`;
}
