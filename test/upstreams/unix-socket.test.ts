import {mkdtempSync, rmSync, statSync} from 'node:fs';
import {createServer} from 'node:net';
import {once} from 'node:events';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {UnixSocket, isListeningIn} from '../../src/upstreams/unix-socket.ts';
import {RawClient} from './raw-client.ts';
import {Supervised} from './supervised.ts';

const title = 'Num       RefCount Protocol Flags    Type St Inode Path\n';

test('only a socket that listens counts, and only under its whole path', (t) => {
	const line = '0000000000000000: 00000002 00000000 00010000 0001 01 123456 /run/gatequake/app1.sock\n';
	t.true(isListeningIn(title + line, '/run/gatequake/app1.sock'));
	t.false(isListeningIn(title + line, '/run/gatequake/app1'));
	t.false(isListeningIn(title + line.replace('00010000', '00000000'), '/run/gatequake/app1.sock'));
	t.false(isListeningIn(title, '/run/gatequake/app1.sock'));
	t.true(isListeningIn(line.replace('app1', 'app 1'), '/run/gatequake/app 1.sock'));
});

test('a name that is hidden comes back, and a mode that is taken away too, twice as well as once', async (t) => {
	const folder = mkdtempSync(join(tmpdir(), 'gatequake-socket-'));
	t.teardown(() => {
		rmSync(folder, {recursive: true});
	});
	const path = join(folder, 'a.sock');
	const server = createServer().listen(path);
	await once(server, 'listening');
	t.teardown(() => {
		server.close();
	});
	const socket = new UnixSocket(path);
	t.true(socket.isListening());
	t.is(await socket.tryToConnect(), 'connected');
	socket.change('hide');
	socket.change('hide');
	t.is(await socket.tryToConnect(), 'ENOENT');
	t.true(socket.isListening(), 'the server itself notices nothing');
	socket.change('show');
	socket.change('show');
	t.is(await socket.tryToConnect(), 'connected');

	const {mode} = statSync(path);
	socket.change('deny');
	socket.change('deny');
	t.is(statSync(path).mode & 0o777, 0);
	socket.change('allow');
	socket.change('allow');
	t.is(statSync(path).mode, mode);
});

test.serial('an app on a Unix socket is killed and comes back on the same path', async (t) => {
	const folder = mkdtempSync(join(tmpdir(), 'gatequake-socket-'));
	t.teardown(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	const path = join(folder, 'app.sock');
	await using supervised = await Supervised.start({kind: 'node', socket: path});
	using client = new RawClient(path);
	client.get(1);
	t.is((await client.answer()).status, 200);
	const since = supervised.messages.length;
	await supervised.command({command: 'kill', signal: 'SIGKILL', restartAfterMs: null});
	await supervised.event('exited', since);
	const gone = new UnixSocket(path);
	t.is(await gone.tryToConnect(), 'ECONNREFUSED', 'the file is left');
	t.true((await supervised.command({command: 'start'})).ok);
	t.is(await gone.tryToConnect(), 'connected');
});
