import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {once} from 'node:events';
import test from 'ava';
import {ListenerTable, parseSocketLine} from '../../src/upstreams/socket-table.ts';
import {freePort} from './supervised.ts';

const title = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode'.padEnd(149);
const listener =
	'   0: 00000000:46A0 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 18833 1 00000000fd4e0825 100 0 0 10 0'.padEnd(
		149,
	);
const established =
	'   1: 0100007F:46A1 0100007F:9C40 01 000001F4:00000000 01:00000014 00000000     0        0 18834 2 00000000fd4e0826 20 4 30 10 -1'.padEnd(
		149,
	);

test('a line gives ports, state and unacknowledged bytes; the title gives nothing', (t) => {
	t.deepEqual(parseSocketLine(listener), {localPort: 18_080, remotePort: 0, state: '0A', unackedBytes: 0});
	t.deepEqual(parseSocketLine(established), {localPort: 18_081, remotePort: 40_000, state: '01', unackedBytes: 500});
	t.is(parseSocketLine(title), null);
	t.is(parseSocketLine(''), null);
});

test('only listening sockets count as listening', (t) => {
	const directory = mkdtempSync(join(tmpdir(), 'gatequake-table-'));
	const path = join(directory, 'tcp');
	const isListening = (lines: readonly string[], port: number): boolean => {
		writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
		return new ListenerTable(path).isListening(port);
	};

	t.true(isListening([title, listener, established], 18_080));
	t.false(isListening([title, listener, established], 18_081));
	t.false(isListening([title], 18_080));
	t.true(isListening([title, ...Array.from({length: 60}, () => listener.replace('46A0', '46A9')), listener], 18_080), 'after many others');
	t.false(new ListenerTable(join(directory, 'missing')).isListening(18_080));
	rmSync(directory, {recursive: true});
});

test('the kernel’s own table shows a listener while it listens', async (t) => {
	const port = await freePort();
	const table = new ListenerTable('/proc/net/tcp');
	t.false(table.isListening(port));
	const server = createServer().listen(port, '0.0.0.0');
	await once(server, 'listening');
	t.true(table.isListening(port));
	server.close();
	await once(server, 'close');
	t.false(table.isListening(port));
});
