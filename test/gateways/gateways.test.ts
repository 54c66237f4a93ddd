// The contract of every gateway in the table.
import test from 'ava';
import type {GatewayKind} from '../../src/gateways/gateway.ts';
import {gateways} from '../../src/gateways/gateways.ts';
import {defaultGatewayOptions} from '../../src/scenario/defaults.ts';
import type {GatewayOptions} from '../../src/scenario/plan.ts';
import {causes} from '../../src/timeline/cause.ts';
import {outcomes} from '../../src/timeline/sample.ts';

const vocabulary: ReadonlySet<string> = new Set(causes);
const clock = {fromWallMs: (wallMs: number) => wallMs};
const upstreams = ['app1', 'app2', 'app3'].map((name, index) => ({name, port: 8081 + index}));

function renderTwo(gateway: GatewayKind, changes: Partial<GatewayOptions>): string {
	const options = {...defaultGatewayOptions, upstreams: ['app1', 'app2'], ...changes};
	return gateway.render({options, upstreams: upstreams.slice(0, 2), port: 8088});
}

for (const [key, gateway] of Object.entries(gateways)) {
	test(`${key}: its name is its key`, (t) => {
		t.is(gateway.name, key);
	});

	for (const count of [1, 2, 3]) {
		test(`${key}: its config for ${count} upstreams names each of them and no other, and listens where it was told`, (t) => {
			const inUse = upstreams.slice(0, count);
			const options = {...defaultGatewayOptions, upstreams: inUse.map(({name}) => name)};
			const text = gateway.render({options, upstreams: inUse, port: 8088});
			for (const [index, {name, port}] of upstreams.entries()) {
				t.is(text.includes(`${name}:${port}`), index < count);
			}

			t.is(gateway.portOf(text), 8088);
			t.notRegex(text, /undefined|NaN|\[object/);
		});
	}

	test(`${key}: other options give another config, each of them`, (t) => {
		const texts = [
			renderTwo(gateway, {}),
			renderTwo(gateway, {connectTimeoutMs: 1234}),
			renderTwo(gateway, {readTimeoutMs: 1234}),
			renderTwo(gateway, {retries: 'off'}),
			renderTwo(gateway, {retries: 'all'}),
			renderTwo(gateway, {upstreamKeepalive: 0}),
			renderTwo(gateway, {responseHeaderBytes: 8192}),
			renderTwo(gateway, {maxFails: 7}),
			renderTwo(gateway, {failTimeoutMs: 7000}),
		];
		t.is(new Set(texts).size, texts.length);
		t.is(texts.indexOf(renderTwo(gateway, {})), 0);
	});

	test(`${key}: what it answers for a cause is a status of an error, or an outcome without one`, (t) => {
		const entries = Object.entries(gateway.semantics);
		t.true(entries.length > 0);
		for (const [cause, answers] of entries) {
			t.true(vocabulary.has(cause), cause);
			t.true(answers.length > 0, cause);
			for (const answer of answers) {
				t.true(
					typeof answer === 'number'
						? answer >= 400 && answer <= 599
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
			t.true((gateway.semantics[cause] ?? []).length > 0, cause);
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
		for (const text of [
			'',
			gateway.render({options: {...defaultGatewayOptions, upstreams: ['app1']}, upstreams: upstreams.slice(0, 1), port: 8088}),
		]) {
			const command = gateway.command(text);
			t.true(command.length > 0);
			t.true(command.join(' ').includes('gatequake: config accepted'));
			t.true(command.join(' ').includes(gateway.configPath));
		}
	});

	test(`${key}: output that tells of no refusal is none`, (t) => {
		t.is(gateway.explainRefusal('', ''), null);
		t.is(gateway.explainRefusal('the engine is out of disk space', ''), null);
	});

	test(`${key}: its paths, its signal and its capabilities are of the kind that containers take`, (t) => {
		t.regex(gateway.configPath, /^\/\S+$/);
		t.regex(gateway.logDirectory, /^\/\S+[^/]$/);
		t.regex(gateway.reloadSignal, /^SIG[A-Z0-9]+$/);
		t.true(gateway.capabilities.every((word) => /^[A-Z_]+$/.test(word) && !word.startsWith('CAP_')));
		t.false(gateway.capabilities.includes('SYS_ADMIN'));
	});
}
