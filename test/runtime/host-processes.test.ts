// A folder that looks as the kernel's does: a gateway, an app, a kernel thread, one that we may not look into, and one in a container.
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {hostTable} from '../../src/runtime/host-processes.ts';

function process(proc: string, pid: number, files: Readonly<Record<string, string>>, sockets: readonly string[] | null): void {
	const folder = path.join(proc, String(pid));
	mkdirSync(folder, {recursive: true});
	for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
	if (sockets === null) return;
	mkdirSync(path.join(folder, 'fd'));
	for (const [index, inode] of sockets.entries()) symlinkSync(`socket:[${inode}]`, path.join(folder, 'fd', String(index)));
}

const stat = (pid: number, name: string) => `${pid} (${name}) S 1 ${'0 '.repeat(17)}50000 0 0\n`;
const limits =
	'Limit                     Soft Limit           Hard Limit           Units\nMax open files            1024                 4096                 files\n';

const line = (place: string, state: string, inode: string) =>
	`   0: ${place} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0000000000000000 100 0 0 10 0\n`;

test('processes with their start, unit and descriptors, who listens where, and what runs in containers', (t) => {
	const proc = mkdtempSync(path.join(tmpdir(), 'gatequake-proc-'));
	t.teardown(() => {
		rmSync(proc, {recursive: true, force: true});
	});
	mkdirSync(path.join(proc, 'net'));
	writeFileSync(path.join(proc, 'stat'), 'cpu 1 2\nbtime 1795200000\n');
	const title = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
	writeFileSync(
		path.join(proc, 'net/tcp'),
		title + line('00000000:0050', '0A', '77') + line('0100007F:0BB8', '0A', '88') + line('0100007F:0BB9', '01', '99'),
	);
	writeFileSync(
		path.join(proc, 'net/unix'),
		'Num       RefCount Protocol Flags    Type St Inode Path\n0000: 00000002 00000000 00010000 0001 01 66 /run/app.sock\n0000: 00000003 00000000 00000000 0001 03 67 /run/other.sock\n',
	);
	const unit = '0::/system.slice/nginx.service\n';
	process(proc, 100, {stat: stat(100, 'nginx'), cmdline: 'nginx: worker process\0', limits, cgroup: unit}, ['77']);
	process(proc, 9, {stat: stat(9, 'nginx'), cmdline: 'nginx: master process nginx -c /etc/n.conf\0', limits, cgroup: unit}, ['77']);
	process(proc, 12, {stat: stat(12, 'a) (b'), cmdline: 'node\0app.js\0', limits, cgroup: '1:name=systemd:/user.slice\n'}, ['88', '66']);
	process(proc, 2, {stat: stat(2, 'kthreadd'), cmdline: ''}, []);
	process(proc, 13, {stat: stat(13, 'secret'), cmdline: 'secret\0'}, null);

	process(proc, 14, {stat: stat(14, 'haproxy'), cmdline: 'haproxy\0'}, []);
	for (const [pid, namespace] of [
		['self', 1],
		['9', 1],
		['14', 2],
	] as const) {
		mkdirSync(path.join(proc, pid, 'ns'), {recursive: true});
		symlinkSync(`pid:[${namespace}]`, path.join(proc, pid, 'ns/pid'));
	}

	const {processes, sockets, contained} = hostTable((name) => name === 'nginx', proc);
	t.deepEqual(contained, [{pid: 14, name: 'haproxy'}]);
	t.deepEqual(
		processes.map(({pid, isGateway}) => [pid, isGateway]),
		[
			[9, true],
			[12, false],
			[13, false],
			[100, true],
		],
	);
	t.like(processes[0], {command: 'nginx: master process nginx -c /etc/n.conf', unit: 'nginx.service', descriptors: {open: 1, limit: 1024}});
	t.is(processes[0]?.startedAt, new Date(1_795_200_500_000).toISOString());
	t.like(processes[1], {name: 'a) (b', unit: null, descriptors: {open: 2, limit: 1024}});
	t.is(processes[2]?.descriptors, null);
	t.deepEqual(sockets, [
		{address: '0.0.0.0', port: 80, pid: 9},
		{address: '127.0.0.1', port: 3000, pid: 12},
		{address: 'unix:/run/app.sock', port: null, pid: 12},
	]);
});
