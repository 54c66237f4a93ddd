// Real handshakes with both apps under their supervisor. A gateway is here a client that checks certificates, or one that does not.
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {connect as connectTcp} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {connect} from 'node:tls';
import type {ConnectionOptions} from 'node:tls';
import test from 'ava';
import {makeAuthority} from '../../src/topology/certificate.ts';
import {appEnvironment} from '../../src/upstreams/upstream.ts';
import type {BadHandshake} from '../../src/upstreams/upstream.ts';
import {Supervised} from './supervised.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'gatequake-tls-'));
test.after.always(() => rmSync(folder, {recursive: true}));
const authority = makeAuthority('known');
const names = ['apps.test'];
const certificates = {
	good: authority.issue({names}),
	expired: authority.issue({names, expired: true}),
	'wrong-name': authority.issue({names: ['other.test']}),
	untrusted: makeAuthority('unknown').issue({names}),
};
for (const [name, {certificate, key}] of Object.entries(certificates)) {
	writeFileSync(path.join(folder, `${name}.pem`), certificate + key);
}

async function speaking(kind: 'node' | 'bytes', habit: 'any' | 'named' = 'any'): Promise<Supervised> {
	return await Supervised.start({kind, environment: {[appEnvironment.tls]: habit, GATEQUAKE_TLS_FOLDER: folder}});
}

/** The status of the answer, the code of the error, or `closed`. */
async function ask(port: number, id: number, options: ConnectionOptions = {}): Promise<string> {
	const told = Promise.withResolvers<string>();
	const socket = connect({port, host: '127.0.0.1', ca: authority.certificate, servername: 'apps.test', ...options}, () => {
		socket.write(`GET /?gq=${id} HTTP/1.1\r\nHost: apps\r\nConnection: close\r\n\r\n`);
	});
	let text = '';
	socket.on('data', (chunk: Buffer) => {
		text += chunk.toString('latin1');
	});
	socket.on('error', (error: NodeJS.ErrnoException) => {
		told.resolve(error.code ?? error.message);
	});
	socket.once('close', () => {
		told.resolve(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 'closed');
	});
	return await told.promise;
}

async function journaled(supervised: Supervised, start: string): Promise<string> {
	const isThere = ({d}: {readonly d?: string}): boolean => d?.startsWith(start) === true;
	const lines = await supervised.journaled(start, (all) => all.some(isThere));
	return lines.find(isThere)?.d ?? '';
}

for (const kind of ['node', 'bytes'] as const) {
	test.serial(`${kind}: it answers over TLS, whoever is asked for, and journals no handshake that was good`, async (t) => {
		await using supervised = await speaking(kind);
		t.is(await ask(supervised.port, 1), '200');
		t.is(await ask(supervised.port, 2, {servername: '', checkServerIdentity: () => undefined}), '200');
		t.deepEqual(
			supervised.journal().filter(({s}) => s === 'faulted'),
			[],
		);
	});

	const alerts: readonly (readonly [BadHandshake, string])[] = [
		['expired', 'CERT_HAS_EXPIRED'],
		['wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
		['untrusted', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
	];
	for (const [how, code] of alerts) {
		test.serial(
			`${kind}: ${how}: who checks refuses it, who does not is served, and both stand in the journal; then all is well again`,
			async (t) => {
				await using supervised = await speaking(kind);
				await supervised.behave({do: 'handshake', how});
				t.is(await ask(supervised.port, 1), code);
				t.regex(await journaled(supervised, `handshake ${how}: `), /: (?:completed|\w+)$/);
				t.is(await ask(supervised.port, 2, {rejectUnauthorized: false}), '200');
				t.is(await journaled(supervised, `handshake ${how}: completed`), `handshake ${how}: completed`);
				await supervised.command({command: 'behave', order: null});
				t.is(await ask(supervised.port, 3), '200');
			},
		);
	}

	test.serial(`${kind}: plain: what comes to a hello is no TLS, and who speaks plain HTTP is served`, async (t) => {
		await using supervised = await speaking(kind);
		await supervised.behave({do: 'handshake', how: 'plain'});
		t.regex(await ask(supervised.port, 1), /^ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)$/);
		t.is(await journaled(supervised, 'handshake plain: '), 'handshake plain: the client said hello');
		const answer = Promise.withResolvers<string>();
		const socket = connectTcp(supervised.port, '127.0.0.1');
		socket.once('data', (chunk: Buffer) => {
			answer.resolve(chunk.toString('latin1'));
		});
		socket.write('GET /?gq=5 HTTP/1.1\r\nHost: apps\r\nConnection: close\r\n\r\n');
		t.regex(await answer.promise, /^HTTP\/1\.1 200/);
		socket.destroy();
	});

	test.serial(`${kind}: silent: the hello is read and never answered`, async (t) => {
		await using supervised = await speaking(kind);
		await supervised.behave({do: 'handshake', how: 'silent'});
		const socket = connect({port: supervised.port, host: '127.0.0.1', rejectUnauthorized: false});
		socket.on('error', () => {});
		t.is(await journaled(supervised, 'handshake silent: '), 'handshake silent: the client said hello');
		t.is(socket.bytesRead, 0);
		socket.destroy();
		await supervised.command({command: 'behave', order: null});
		t.is(await ask(supervised.port, 2), '200');
	});

	test.serial(`${kind}: who needs a name refuses a client that gives none, with an alert`, async (t) => {
		await using supervised = await speaking(kind, 'named');
		t.is(await ask(supervised.port, 1), '200');
		t.regex(await ask(supervised.port, 2, {servername: ''}), /^ERR_SSL_.*ALERT_HANDSHAKE_FAILURE$/);
		t.regex(await journaled(supervised, 'handshake refused: '), /: ERR_SSL_NO_S(?:HARED_CIPHER|UITABLE_SIGNATURE_ALGORITHM)$/);
	});

	test.serial(`${kind}: a parked connection is closed when its handshake would be bad, and again when it would be good`, async (t) => {
		await using supervised = await speaking(kind);
		for (const order of [{behaviour: {do: 'handshake', how: 'expired'}, share: 1, methods: null}, null] as const) {
			const parked = connect({port: supervised.port, host: '127.0.0.1', rejectUnauthorized: false, servername: 'apps.test'});
			const closed = Promise.withResolvers<void>();
			parked.once('close', () => closed.resolve());
			parked.write('GET /?gq=1 HTTP/1.1\r\nHost: apps\r\n\r\n');
			await new Promise((resolve) => {
				parked.once('data', resolve);
			});
			t.false(parked.destroyed);
			await supervised.command({command: 'behave', order});
			await closed.promise;
			t.pass();
		}
	});
}

test.serial('bytes: a reset over TLS is one of the connection below', async (t) => {
	await using supervised = await speaking('bytes');
	await supervised.behave({do: 'reset', when: 'request'});
	t.is(await ask(supervised.port, 1), 'ECONNRESET');
	await journaled(supervised, 'reset');
});
