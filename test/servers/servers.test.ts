// The contract of every upstream kind in the table.
import {readFileSync} from 'node:fs';
import test from 'ava';
import {imageNames} from '../../src/runtime/runtime.ts';
import {defaultUpstream} from '../../src/scenario/defaults.ts';
import type {UpstreamPlan} from '../../src/scenario/plan.ts';
import {servers} from '../../src/servers/servers.ts';
import {appLogDirectory, socketDirectory} from '../../src/upstreams/upstream.ts';

const clock = {fromWallMs: (wallMs: number) => wallMs};
const images: readonly string[] = imageNames;

for (const [key, server] of Object.entries(servers)) {
	const plan = (options: Partial<UpstreamPlan> = {}): UpstreamPlan => ({
		...defaultUpstream,
		name: 'app1',
		kind: key,
		protocol: server.protocol,
		abilities: server.abilities,
		listen: server.listens[0] ?? 'tcp',
		...options,
	});
	const toldBy = (options: Partial<UpstreamPlan>): string => JSON.stringify([server.command(plan(options)), server.files(plan(options))]);

	test(`${key}: its name is its key, its image is one of ours, and it listens somewhere`, (t) => {
		t.is(server.name, key);
		t.true(images.includes(server.image));
		t.true(server.listens.length > 0);
		t.true(server.summary.length > 10);
		t.true(server.command(plan()).length > 0);
		t.notRegex(toldBy({}), /undefined|NaN|\[object/);
	});

	test(`${key}: it stands in docs/adding-an-upstream.md`, (t) => {
		t.true(readFileSync(new URL('../../docs/adding-an-upstream.md', import.meta.url), 'utf8').includes(`\`${key}\``));
	});

	// A Node app is told by its environment.
	if (server.orders === 'file') {
		for (const listen of server.listens) {
			test(`${key}: on ${listen} it is told where to listen`, (t) => {
				const wanted = listen === 'unix' ? `${socketDirectory}/app1.sock` : '8765';
				t.true(toldBy({listen, port: 8765}).includes(wanted));
			});
		}

		const changes = {workers: 7, requestTimeoutMs: 7000, graceMs: 7000, backlog: 77, idleTimeoutMs: 7000, tls: {needsName: false}} as const;
		for (const [option, value] of Object.entries(changes)) {
			const reason = Object.entries(server.lacks).find(([name]) => name === option)?.[1];
			test(`${key}: ${option} is ${reason === undefined ? 'told' : 'lacking, and there is a reason'}`, (t) => {
				t.is(toldBy({[option]: value}) === toldBy({}), reason !== undefined);
				t.true(reason === undefined || reason.length > 10);
			});
		}

		test(`${key}: its logs go to the folder that is read`, (t) => {
			t.true(toldBy({}).includes(`${appLogDirectory}/`));
		});
	}

	test(`${key}: no line of a log breaks its reader`, (t) => {
		const files = new Map([['server.log', '\n\u0000\nnot a line of a log\n[21-Nov-2026 99:99:99] x\n{"t":\n']]);
		for (const {atMs, raw} of server.readLogs(files, 'app1', clock)) {
			t.true(Number.isFinite(atMs), raw);
		}

		t.deepEqual(server.readLogs(new Map(), 'app1', clock), []);
	});
}
