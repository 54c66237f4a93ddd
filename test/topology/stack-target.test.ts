import test from 'ava';
import type {GatequakeError} from '../../src/error.ts';
import {stackTarget} from '../../src/topology/stack-target.ts';
import type {TargetQuestion} from '../../src/topology/stack-target.ts';
import type {ForeignFacts} from '../../src/runtime/runtime.ts';

const proxy: ForeignFacts = {
	id: 'a1b2',
	name: 'shop-proxy-1',
	image: {image: 'nginx:1.29', digest: 'sha256:1', version: ''},
	running: true,
	paused: false,
	startedAt: '2026-11-21T10:00:00Z',
	networkMode: 'shop_default',
	networks: [{name: 'shop_default', id: 'n1', address: '172.20.0.3', aliases: ['proxy', 'a1b2']}],
	published: [{port: 8080, inside: 80}],
	exposed: [80],
};
const names: Readonly<Record<string, string>> = {
	localhost: '127.0.0.1',
	'shop.lan': '192.168.1.5',
	'shop.example': '203.0.113.7',
	'metadata.internal': '169.254.169.254',
};

async function asItIs(host: string): Promise<string> {
	return host;
}

async function loopback(): Promise<string> {
	return '127.0.0.1';
}

async function linkLocal(): Promise<string> {
	return 'fe80::1%eth0';
}

async function noLookup(): Promise<never> {
	throw new Error('looked up');
}

async function target(question: Partial<TargetQuestion>): ReturnType<typeof stackTarget> {
	return await stackTarget({
		url: 'http://localhost:8080/',
		gateway: proxy,
		names: [],
		permission: {targets: [], publicAddresses: false},
		lookup: async (host) => names[host] ?? host,
		...question,
	});
}

test('a published port of this machine leads to the port inside, and requests name the host of the URL', async (t) => {
	t.like(await target({}), {address: '172.20.0.3', port: 80, hostField: 'localhost:8080', network: 'shop_default'});
});

for (const host of ['proxy', 'shop-proxy-1', '172.20.0.3', 'front']) {
	test(`${host} is the gateway itself, and nobody is asked to look it up`, async (t) => {
		t.like(await target({url: `http://${host}:8000/`, names: ['front'], lookup: noLookup}), {
			address: '172.20.0.3',
			port: 8000,
			network: 'shop_default',
		});
	});
}

test('a port that the gateway does not publish is told with those that it does', async (t) => {
	await t.throwsAsync(target({url: 'http://localhost:9000/'}), {
		code: 'TARGET_NOT_REACHED',
		message: /no published port 9000 .* publishes 8080/,
	});
	await t.throwsAsync(target({gateway: null}), {code: 'TARGET_NOT_REACHED', message: /this machine itself/});
});

test('a private address that the scenario names needs no further word', async (t) => {
	t.like(await target({url: 'https://shop.lan/', gateway: null}), {
		address: '192.168.1.5',
		port: 443,
		hostField: 'shop.lan',
		network: null,
	});
});

test('a public address needs two words, whatever its name', async (t) => {
	const url = 'http://shop.example/';
	const refusal = {code: 'TARGET_NOT_ALLOWED', message: /shop\.example is 203\.0\.113\.7, a public address; nothing was sent/};
	await t.throwsAsync(target({url, gateway: null}), refusal);
	await t.throwsAsync(target({url, gateway: null, permission: {targets: ['shop.example'], publicAddresses: false}}), refusal);
	await t.throwsAsync(target({url, gateway: null, permission: {targets: ['other.example'], publicAddresses: true}}), refusal);
	for (const allowed of ['shop.example', 'shop.example:80', '203.0.113.7', '203.0.113.7:80']) {
		t.like(await target({url, gateway: null, permission: {targets: [allowed], publicAddresses: true}}), {address: '203.0.113.7', port: 80});
	}

	await t.throwsAsync(target({url, gateway: null, permission: {targets: ['shop.example:8080'], publicAddresses: true}}), refusal);
});

test('where clouds keep the secrets of their machines is refused without its own word', async (t) => {
	const url = 'http://metadata.internal/';
	await t.throwsAsync(target({url, gateway: null}), {code: 'TARGET_NOT_ALLOWED', message: /special kind/});
	t.like(await target({url, gateway: null, permission: {targets: ['169.254.169.254'], publicAddresses: false}}), {port: 80});
});

test('a gateway without an address of its own is told', async (t) => {
	const gateway = {...proxy, networkMode: 'host', networks: [{name: 'host', id: 'h', address: '', aliases: []}]};
	await t.throwsAsync(target({gateway}), {code: 'NO_ADDRESS', message: /network: host/});
});

for (const [url, address, what] of [
	['http://0xCB007107/', '203.0.113.7', 'public'],
	['http://3405803783/', '203.0.113.7', 'public'],
	['http://0313.0.0161.07/', '203.0.113.7', 'public'],
	['http://203.0.113.7./', '203.0.113.7', 'public'],
	['http://[::ffff:203.0.113.7]/', '::ffff:cb00:7107', 'public'],
	['http://[2001:db8::1]/', '2001:db8::1', 'public'],
	// An IPv4 address behind a translator.
	['http://[64:ff9b::127.0.0.1]/', '64:ff9b::7f00:1', 'public'],
	['http://0/', '0.0.0.0', 'special'],
	['http://[::]/', '::', 'special'],
	['http://[fe80::1]/', 'fe80::1', 'special'],
	['http://[::ffff:169.254.169.254]/', '::ffff:a9fe:a9fe', 'special'],
] as const) {
	test(`${url} is the ${what} address ${address}, however it is written`, async (t) => {
		await t.throwsAsync(target({url, gateway: null, lookup: asItIs}), {
			code: 'TARGET_NOT_ALLOWED',
			message: new RegExp(`is ${address.replaceAll('.', '\\.')}, (?:a public|an address of a special kind)`),
		});
	});
}

for (const url of [
	'http://127.1:8080/',
	'http://0x7f000001:8080/',
	'http://2130706433:8080/',
	'http://[::1]:8080/',
	'http://[::ffff:127.0.0.1]:8080/',
]) {
	test(`${url} is this machine itself, and leads to the gateway by its published port alone`, async (t) => {
		t.like(await target({url, lookup: asItIs}), {address: '172.20.0.3', port: 80});
		await t.throwsAsync(target({url, lookup: asItIs, gateway: null}), {code: 'TARGET_NOT_REACHED'});
	});
}

test('a name of this machine with a dot at its end is judged by its address, too', async (t) => {
	t.like(await target({url: 'http://localhost.:8080/', lookup: loopback}), {address: '172.20.0.3', port: 80});
	await t.throwsAsync(target({url: 'http://localhost.:9000/', lookup: loopback}), {code: 'TARGET_NOT_REACHED'});
});

test('an address of a link is none of a service, with its zone or without', async (t) => {
	await t.throwsAsync(target({url: 'http://printer.local/', gateway: null, lookup: linkLocal}), {
		code: 'TARGET_NOT_ALLOWED',
		message: /special kind/,
	});
});

test('an IPv6 address is allowed as URLs have it, and as it is; of names the case does not matter', async (t) => {
	const url = 'http://[2001:db8::1]:8080/';
	const refused = await t.throwsAsync<GatequakeError>(target({url, gateway: null, lookup: asItIs}), {code: 'TARGET_NOT_ALLOWED'});
	t.regex(refused?.hint ?? '', /--allow-target \[2001:db8::1\]:8080 --allow-public/);
	for (const allowed of ['[2001:db8::1]:8080', '[2001:DB8::1]', '2001:db8::1']) {
		t.like(await target({url, gateway: null, lookup: asItIs, permission: {targets: [allowed], publicAddresses: true}}), {
			address: '2001:db8::1',
		});
	}

	const named = {targets: ['Shop.Example'], publicAddresses: true};
	t.like(await target({url: 'http://shop.example/', gateway: null, permission: named}), {address: '203.0.113.7'});
});

for (const [url, why] of [
	['http://localhost:8080/', /another machine for each/],
	['http://proxy/', /this engine’s network shop_default alone/],
	['http://172.20.0.3/', /this engine’s network shop_default alone/],
	['http://metadata.internal/', /no machine’s alone/],
] as const) {
	test(`${url} is not the same from other engines, and is refused for generators there`, async (t) => {
		const permission = {targets: ['metadata.internal'], publicAddresses: false};
		await t.notThrowsAsync(target({url, permission}));
		const error = await t.throwsAsync(target({url, permission, fromElsewhere: true}), {code: 'GENERATOR_TARGET', message: why});
		t.like(error, {exitCode: 2});
	});
}

test('a private address is one that other engines reach, too', async (t) => {
	t.like(await target({url: 'http://shop.lan:8080/', fromElsewhere: true}), {address: '192.168.1.5', port: 8080, network: 'shop_default'});
});
