import test from 'ava';
import {LogReading} from '../../src/diagnosis/log-reading.ts';
import type {Setting} from '../../src/diagnosis/log-diagnosis.ts';
import type {ConfiguredGateway} from '../../src/diagnosis/with-settings.ts';

async function settings(gateway: ConfiguredGateway, line: string, config: string): Promise<readonly Setting[] | undefined> {
	const reading = new LogReading({sinceMs: -Infinity, untilMs: Infinity});
	await reading.read({name: 'log', owner: gateway, chunks: [Buffer.from(`${line}\n`)], zoneMinutes: 0, year: 2026});
	reading.config(gateway, config);
	return reading.diagnosis().causes[0]?.settings;
}

const haproxyConfig = `
global
	maxconn 100 # of clients
defaults slow
	timeout connect 5s
	timeout server 1m
backend apps from slow
	timeout connect 500
	option redispatch 1
	server app1 10.0.0.2:8080 check
`;

test('HAProxy: directives of one word and of two are found by name, with their section and line', async (t) => {
	const refused =
		'<134>Nov 21 04:32:08 web haproxy[31]: 10.0.0.4:5000 [21/Nov/2026:04:32:08.000] clients apps/app1 0/0/-1/-1/500 503 217 - - sC-- 1/1/0/0/0 0/0 "GET / HTTP/1.1"';
	t.deepEqual(await settings('haproxy', refused, haproxyConfig), [
		{directive: 'timeout connect', value: '5s', where: 'line 5, in defaults slow'},
		{directive: 'timeout connect', value: '500', where: 'line 8, in backend apps'},
		{directive: 'option redispatch', value: '1', where: 'line 9, in backend apps'},
	]);
});

const varnishLog = [
	'*   << BeReq    >> 3',
	'-   Begin          b 2 fetch',
	'-   Timestamp      Start: 1795232030.000000 0.000000 0.000000',
	'-   BereqURL       /items',
	'-   BackendOpen    24 boot.app1 10.0.0.2 8080 10.0.0.4 50000 connect',
	'-   FetchError     first byte timeout',
	'-   Timestamp      Error: 1795232031.000000 1.000000 1.000000',
	'-   End',
].join('\n');

test('Varnish: what the VCL says of a backend, and the parameter where it says nothing', async (t) => {
	const shown = [
		'// VCL.SHOW 0 99 /etc/varnish/default.vcl',
		'vcl 4.1;',
		'backend app1 {',
		'\t.host = "app1"; .port = "8080";',
		'\t.first_byte_timeout = 1s;',
		'}',
		'',
		'between_bytes_timeout         60.000 [seconds] (default)',
		'first_byte_timeout            60.000 [seconds] (default)',
	].join('\n');
	t.deepEqual(await settings('varnish', varnishLog, shown), [
		{directive: '.first_byte_timeout', value: '1s', where: '/etc/varnish/default.vcl, line 4'},
		{directive: 'first_byte_timeout', value: '60.000 [seconds] (default)', where: 'param.show'},
	]);
});

test('nothing is said beside causes of what stands behind the gateway, nor of names that are a part of others', async (t) => {
	const reading = new LogReading({sinceMs: -Infinity, untilMs: Infinity});
	const line = '2026-11-21T04:32:08+00:00 web systemd[1]: app.service: Main process exited, code=killed, status=9/KILL\n';
	await reading.read({name: 'journal', owner: 'journal', chunks: [Buffer.from(line)], zoneMinutes: 0, year: 2026});
	reading.config('haproxy', 'global\n\tRestart always\n');
	t.is(reading.diagnosis().causes[0]?.settings, undefined);
	const queue =
		'<134>Nov 21 04:32:08 web haproxy[31]: 10.0.0.4:5000 [21/Nov/2026:04:32:08.000] clients apps/<NOSRV> 0/500/-1/-1/500 503 217 - - sQ-- 1/1/0/0/0 0/1 "GET / HTTP/1.1"';
	t.deepEqual(await settings('haproxy', queue, 'global\n\tconn 3\n\tmaxconn 4\n'), [
		{directive: 'maxconn', value: '4', where: 'line 3, in global'},
	]);
});
