// The contract of every gateway in the table.
import test from 'ava';
import {endpoint} from '../helpers/endpoint.ts';
import {gatewayTls} from '../../src/gateways/gateway.ts';
import type {GatewayKind} from '../../src/gateways/gateway.ts';
import {gateways} from '../../src/gateways/gateways.ts';
import {speaking} from '../../src/gateways/speaking.ts';
import {defaultGatewayOptions} from '../../src/scenario/defaults.ts';
import {gatewayFeatures} from '../../src/scenario/plan.ts';
import type {GatewayOptions, UpstreamEndpoint} from '../../src/scenario/plan.ts';
import {causes} from '../../src/timeline/cause.ts';
import {outcomes} from '../../src/timeline/sample.ts';

const vocabulary: ReadonlySet<string> = new Set(causes);
const clock = {fromWallMs: (wallMs: number) => wallMs};
const endpointTls = {serverName: gatewayTls.upstreamName, authorityPath: gatewayTls.authority};
const upstreams = ['app1', 'app2', 'app3'].map((name, index) => endpoint(name, 8081 + index));

/** Everything that it is started with: its files, and its command, in which some gateways are told their options. */
function renderTwo(gateway: GatewayKind, changes: Partial<GatewayOptions>, endpoints: Partial<UpstreamEndpoint> = {}): string {
	const options = {...defaultGatewayOptions, upstreams: ['app1', 'app2'], ...changes};
	const files = gateway.render({options, upstreams: upstreams.slice(0, 2).map((upstream) => ({...upstream, ...endpoints})), port: 8088});
	return [...files.map(({content}) => content), ...gateway.command({configText: files[0].content, options, port: 8088})].join('\n');
}

function renderAll(gateway: GatewayKind, inUse: readonly UpstreamEndpoint[]): string {
	const options = {...defaultGatewayOptions, upstreams: inUse.map(({name}) => name)};
	return gateway
		.render({options, upstreams: inUse, port: 8088})
		.map(({content}) => content)
		.join('\n');
}

/** Values that it cannot be told exactly are refused, and so never rendered. */
function refuses(gateway: GatewayKind, changes: Partial<GatewayOptions>): boolean {
	return (gateway.check?.({...defaultGatewayOptions, upstreams: ['app1', 'app2'], ...changes}) ?? []).length > 0;
}

/** Another value than the default of each neutral option but the upstreams in use. */
const otherOptions: Readonly<Record<Exclude<keyof GatewayOptions, 'upstreams'>, unknown>> = {
	connectTimeoutMs: 1234,
	readTimeoutMs: 1234,
	retries: 'all',
	upstreamKeepalive: 0,
	responseHeaderBytes: 8192,
	maxFails: 7,
	failTimeoutMs: 7000,
	weights: {app2: 3},
	backups: ['app2'],
	healthCheck: {path: '/health', intervalMs: 500, timeoutMs: 300, failAfter: 2, passAfter: 2},
	upstreamConnections: 9,
	queue: {length: 5, timeoutMs: 400},
	resolver: {validMs: 1000},
	hostHeader: 'shop.example',
	errorCacheMs: 4000,
	clientConnections: 64,
	staticFiles: true,
	tls: true,
	upstreamTls: {verify: false, sendName: true},
};

for (const [key, gateway] of Object.entries(gateways)) {
	test(`${key}: its name is its key`, (t) => {
		t.is(gateway.name, key);
	});

	for (const count of [1, 2, 3]) {
		test(`${key}: its config for ${count} upstreams names each of them and no other, and listens where it was told`, (t) => {
			const inUse = upstreams.slice(0, count);
			const options = {...defaultGatewayOptions, upstreams: inUse.map(({name}) => name)};
			const files = gateway.render({options, upstreams: inUse, port: 8088});
			const text = files.map(({content}) => content).join('\n');
			t.is(files[0].path, gateway.configPath);
			for (const [index, {name, port}] of upstreams.entries()) {
				t.is(text.includes(name) && text.includes(String(port)), index < count);
			}

			// The port of some stands in a file beside the config.
			t.is(
				files.map(({content}) => gateway.portOf(content)).find((port) => port !== null),
				8088,
			);
			t.notRegex(text, /undefined|NaN|\[object/);
		});
	}

	for (const [option, changed] of Object.entries(otherOptions)) {
		const reason = Object.entries(gateway.lacks).find(([name]) => name === option)?.[1];
		if (refuses(gateway, {[option]: changed})) {
			continue;
		}

		test(`${key}: the option ${option} ${reason === undefined ? 'is rendered' : 'is lacking, and there is a reason'}`, (t) => {
			t.is(renderTwo(gateway, {}), renderTwo(gateway, {}));
			if (reason === undefined) {
				const tls = option === 'upstreamTls' ? endpointTls : null;
				t.not(renderTwo(gateway, {[option]: changed}, {tls}), renderTwo(gateway, {}, {tls}));
			} else {
				t.is(renderTwo(gateway, {[option]: changed}), renderTwo(gateway, {}));
				t.true(reason.length > 10);
			}
		});
	}

	for (const protocol of ['fastcgi', 'uwsgi'] as const) {
		if (gateway.lacks[protocol] !== undefined) {
			continue;
		}

		const {lacks, fixed, semantics} = speaking(gateway, protocol);
		const render = (changes: Partial<GatewayOptions>) => renderTwo(gateway, changes, {protocol, script: '/srv/script'});
		for (const [option, changed] of Object.entries(otherOptions).filter(([name]) => name !== 'upstreamTls')) {
			const reason = Object.entries(lacks).find(([name]) => name === option)?.[1];
			const only = Object.entries(fixed).find(([name]) => name === option)?.[1];
			if (refuses(gateway, {[option]: changed})) {
				continue;
			}

			test(`${key}: over ${protocol} the option ${option} is ${only ? 'fixed' : reason === undefined ? 'rendered' : 'lacking'}`, (t) => {
				t.true(only !== undefined || (render({[option]: changed}) === render({})) === (reason !== undefined));
				t.true((only?.because ?? reason ?? 'there is no need of one').length > 10);
			});
		}

		test(`${key}: what it answers over ${protocol} are statuses of errors, or outcomes without one`, (t) => {
			t.true(Object.keys(semantics).length >= Object.keys(gateway.semantics).length);
			const answers = Object.values(semantics).flatMap((answer) => answer.answers);
			t.true(answers.every((answer) => typeof answer === 'string' || answer === 200 || (answer >= 400 && answer <= 599)));
		});
	}

	for (const feature of gatewayFeatures) {
		const reason = gateway.lacks[feature];
		test(`${key}: ${feature} is ${reason === undefined ? 'rendered' : 'lacking, and there is a reason'}`, (t) => {
			const inUse =
				feature === 'unix'
					? [endpoint('app1', 8081, {socket: '/run/gatequake/app1.sock'})]
					: [endpoint('app1', 8081, {protocol: feature, script: '/srv/script'})];
			const text = renderAll(gateway, inUse);
			const plain = renderAll(gateway, [endpoint('app1', 8081)]);
			t.is(text === plain, reason !== undefined);
			if (reason === undefined && feature === 'unix') {
				t.true(text.includes('/run/gatequake/app1.sock'));
			}

			t.true(reason === undefined || reason.length > 10);
		});
	}

	if (gateway.lacks.upstreamTls === undefined) {
		test(`${key}: upstreams that speak TLS are asked with it, and checked by name and authority`, (t) => {
			const text = renderTwo(gateway, {}, {tls: endpointTls});
			t.true(text.includes(gatewayTls.authority));
			// httpd looks for the name that it connects to.
			t.is(text.includes(gatewayTls.upstreamName), key !== 'httpd');
			t.false(renderTwo(gateway, {upstreamTls: {verify: false, sendName: true}}, {tls: endpointTls}).includes(gatewayTls.authority));
			t.false(renderTwo(gateway, {}).includes('/etc/gatequake/tls'));
		});
	}

	test(`${key}: each way to retry is another config`, (t) => {
		const ways = (['off', 'safe', 'all'] as const).filter((retries) => !refuses(gateway, {retries}));
		t.is(new Set(ways.map((retries) => renderTwo(gateway, {retries}))).size, ways.length);
		t.true(ways.length > 1);
	});

	test(`${key}: what it answers for a cause is a status of an error, an outcome without one, or 200 where it takes rubbish for an answer`, (t) => {
		const entries = Object.entries(gateway.semantics);
		t.true(entries.length > 0);
		for (const [cause, {answers, logged = [], silent = []}] of entries) {
			t.true(vocabulary.has(cause), cause);
			t.true(
				logged.every((word) => vocabulary.has(word)),
				cause,
			);
			t.true(answers.length > 0, cause);
			t.true(
				silent.every((answer) => answers.includes(answer)),
				cause,
			);
			for (const answer of answers) {
				t.true(
					typeof answer === 'number'
						? (answer >= 400 && answer <= 599) || (answer === 200 && cause === 'http_protocol_error')
						: outcomes.includes(answer) && answer !== 'status' && answer !== 'unsent',
					`${cause}: ${answer}`,
				);
			}
		}
	});

	test(`${key}: the causes that the core suite asks for have an answer`, (t) => {
		for (const cause of [
			'connection_refused',
			'connection_timeout',
			'connection_terminated',
			'http_response_timeout',
			'http_response_incomplete',
			'http_response_header_section_size',
		] as const) {
			t.true((gateway.semantics[cause]?.answers ?? []).length > 0, cause);
		}
	});

	test(`${key}: no logs, empty ones, torn ones and noise are no events and no errors`, (t) => {
		t.deepEqual(gateway.readLogs(new Map(), clock), []);
		t.deepEqual(
			gateway.readLogs(
				new Map([
					['access.log', ''],
					['error.log', '\n\n'],
				]),
				clock,
			),
			[],
		);
		t.deepEqual(gateway.readLogs(new Map([['error.log', '{"t":\nnoise\n\u0000\u0001']]), clock), []);
	});

	test(`${key}: its command checks the config, says so, and serves; with any config`, (t) => {
		const defaults = {...defaultGatewayOptions, upstreams: ['app1']};
		for (const text of ['', gateway.render({options: defaults, upstreams: upstreams.slice(0, 1), port: 8088})[0].content]) {
			const command = gateway.command({configText: text, options: defaults, port: 8088});
			t.true(command.length > 0);
			t.true(command.join(' ').includes('gatequake: config accepted'));
			t.true(command.join(' ').includes(gateway.configPath));
		}
	});

	test(`${key}: output that tells of no refusal is none`, (t) => {
		t.is(gateway.explainRefusal('', ''), null);
		t.is(gateway.explainRefusal('the engine is out of disk space', ''), null);
	});

	test(`${key}: its paths, its way to reload and its capabilities are of the kind that containers take`, (t) => {
		t.regex(gateway.configPath, /^\/\S+$/);
		t.regex(gateway.logDirectory, /^\/\S+[^/]$/);
		t.true('signal' in gateway.reload ? /^SIG[A-Z0-9]+$/.test(gateway.reload.signal) : gateway.reload.command.length > 0);
		t.true(gateway.capabilities.every((word) => /^[A-Z_]+$/.test(word) && !word.startsWith('CAP_')));
		t.false(gateway.capabilities.includes('SYS_ADMIN'));
	});
}
