import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {readLinkCounters} from '../../src/upstreams/link-counters.ts';

const snmp = `Ip: Forwarding DefaultTTL
Ip: 1 64
Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets CurrEstab InSegs OutSegs RetransSegs InErrs OutRsts InCsumErrors
Tcp: 1 200 120000 -1 7 12 0 0 5 100 90 0 0 33 0
`;
const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:2118 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0000000000000000 100 0 0 10 0
   1: 020013AC:46A1 030013AC:B2C4 08 00000000:00000000 00:00000000 00000000     0        0 2 1 0000000000000000 20 4 30 10 -1
   2: 020013AC:46A1 030013AC:B2C6 01 00000000:00000000 00:00000000 00000000     0        0 3 1 0000000000000000 20 4 30 10 -1
`;

test('what the kernel counts of connections is read with the file that says so', async (t) => {
	const root = await mkdtemp(path.join(tmpdir(), 'gatequake-net-'));
	t.teardown(async () => {
		await rm(root, {recursive: true});
	});
	await writeFile(path.join(root, 'snmp'), snmp);
	await writeFile(path.join(root, 'tcp'), table);
	const {counters, sources} = readLinkCounters(root);
	t.deepEqual(counters, {accepted: 12, resets: 33, 'half-closed': 1});
	t.is(sources['resets'], `${root}/snmp (OutRsts)`);
});

test('a kernel that shows nothing has no counters, and no half-closed connection', (t) => {
	t.deepEqual(readLinkCounters('/no/such/folder').counters, {'half-closed': 0});
});

test('on this machine all of them are there', (t) => {
	t.deepEqual(Object.keys(readLinkCounters().counters), ['accepted', 'resets', 'half-closed']);
});
