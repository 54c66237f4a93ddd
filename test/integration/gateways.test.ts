import {writeFile} from 'node:fs/promises';
import test from 'ava';
import {gateways} from '../../src/gateways/gateways.ts';
import {gatequake, readReport, temporaryFolder} from '../helpers/command.ts';
import {leftoversOf} from '../helpers/leftovers.ts';

/** A refused connection, a time-out, and an answer that breaks off: the answers, the logs and the silences of each gateway. The core suite runs all on nginx. */
const scenarios = ['upstream-killed', 'hang', 'cut-mid-body'];

/** One wrong config for each gateway, and what has to be said of it. */
const refused: readonly (readonly [gateway: string, config: string, words: RegExp])[] = [
	['nginx', 'events {}\nhttp { server { lsten 8080; } }\n', /unknown directive "lsten".*\n.*line 2: http/],
	['haproxy', 'frontend x\n\tbnd :8080\n', /unknown keyword 'bnd'.*\n.*line 2: bnd/],
	['httpd', 'Listen 8080\nProxyPas / http://app1:8080/\n', /AH00534.*No MPM loaded/],
	['caddy', ':8080 {\n\treverse_prox app1:8080\n}\n', /unrecognized directive: reverse_prox.*\n.*line 2: reverse_prox/],
	['envoy', 'static_resources:\n  listenrs: []\n', /no such field: 'listenrs'.*\n.*line 2: listenrs/],
	['traefik', 'http:\n  routrs: {}\n', /field not found, node: routrs.*\n.*line 2: routrs/],
	['varnish', 'vcl 4.1;\nbackend apps { .hst = "app1"; }\n', /Unknown field: 'hst'[^]*Line 2/],
];

for (const name of Object.keys(gateways).filter((gateway) => gateway !== 'nginx')) {
	test(`${name} answers refused connections, time-outs and broken answers as its table says, by its own log`, async (t) => {
		t.timeout(600_000);
		await using folder = await temporaryFolder();
		const args = ['run', ...scenarios, '--gateway', name, '--output', folder.path, '--inconclusive', 'retry=2'];
		const {exitCode, stdout, stderr} = await gatequake(args);
		t.is(exitCode, 0, `${stdout}\n${stderr}`);
		const report = await readReport(folder.path);
		t.deepEqual(
			report.runs.map(({scenario, verdict}) => [scenario, verdict]),
			scenarios.map((scenario) => [scenario, 'pass']),
		);
		t.regex(report.runs[0]?.gateway.version ?? '', /^\d+\.\d+/);
		t.deepEqual(await leftoversOf(stdout), []);
	});
}

test('several gateways in one call make a matrix', async (t) => {
	t.timeout(600_000);
	await using folder = await temporaryFolder();
	const args = ['run', 'steady', '--gateway', 'nginx,haproxy', '--output', folder.path, '--reporter', 'console,json,markdown'];
	const {stdout} = await gatequake([...args, '--inconclusive', 'retry=2']);
	t.regex(stdout, /scenario +nginx +haproxy\nsteady +\S+ 0 % errors +\S+ 0 % errors/);
});

test('a config that a gateway refuses is told in its own words, with the line', async (t) => {
	t.timeout(600_000);
	for (const [name, text, words] of refused) {
		await using folder = await temporaryFolder();
		const file = `${folder.path}/wrong.conf`;
		await writeFile(file, text);
		const {exitCode, stderr} = await gatequake(['run', 'steady', '--gateway', name, '--config', `wrong=${file}`, '--output', folder.path]);
		t.is(exitCode, 2, `${name}: ${stderr}`);
		t.regex(stderr, words, name);
	}
});
