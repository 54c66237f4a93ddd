// The checklist on a machine with a real systemd, in a container: nginx, HAProxy and three apps as units, one of which is killed, and one never starts.
import {realpathSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import type {HostDiagnosis} from '../../src/diagnosis/host-diagnosis.ts';
import {startForeignContainer} from '../helpers/foreign-container.ts';
import {projectFolder} from '../helpers/source-file.ts';
import {openTestRuntime} from '../helpers/test-runtime.ts';
import {waitUntil} from '../helpers/wait-until.ts';

test('units that failed or were started again are named, with the journal’s lines that say why; a gateway without a log file is read there, too', async (t) => {
	t.timeout(300_000);
	await using runtime = await openTestRuntime();
	const {reference} = await runtime.ensureImage({
		name: 'systemd-machine',
		folder: path.join(projectFolder, 'test/fixtures/systemd-machine'),
	});
	const node = process.execPath;
	const folders = [path.dirname(node), projectFolder, realpathSync(path.join(projectFolder, 'node_modules'))];
	await using machine = await startForeignContainer(reference, ['sh', '/usr/local/bin/start-machine', node], [...new Set(folders)], {
		// For the mounts that systemd makes.
		CapAdd: ['SYS_ADMIN'],
		SecurityOpt: ['seccomp=unconfined', 'apparmor=unconfined'],
		CgroupnsMode: 'private',
		Tmpfs: {'/run': ''},
	});
	const get = async (place: string, port = 8080) =>
		await machine.run([
			'node',
			'-p',
			`fetch('http://127.0.0.1:${port}/${place}').then(({status}) => console.log('got ' + status), () => {}), ''`,
		]);
	await waitUntil('nginx and its apps to answer', 60_000, async () => (await get('killed')).includes('got 200'));
	await waitUntil('systemd to give one app up', 60_000, async () =>
		(await machine.run(['systemctl', 'show', '--property=Result', 'crashing'])).includes('exit-code'),
	);
	t.regex(await get('crashing'), /got 502/);
	await machine.run(['systemctl', 'kill', '--signal=KILL', 'killed']);
	await waitUntil('the app that was killed to be back', 60_000, async () =>
		(await machine.run(['systemctl', 'show', '--property=NRestarts,SubState', 'killed'])).includes('NRestarts=1\r\nSubState=running'),
	);

	const diagnosed = async (gateway: string): Promise<HostDiagnosis> => {
		const command = [
			'node',
			'--no-warnings',
			path.join(projectFolder, 'src/cli/main.ts'),
			'diagnose',
			'--host',
			'--gateway',
			gateway,
			'--json',
		];
		// What the command writes; its schema has a test of its own.
		return JSON.parse(await machine.run(command));
	};
	const {checklist, log} = await diagnosed('nginx');
	const told = Object.fromEntries(checklist.map(({name, answer, evidence}) => [name, {answer, evidence: evidence.join('\n')}]));
	t.deepEqual(told['is-running'], {answer: 'no', evidence: 'crashing.service is failed (failed): exit-code, exit status 1'});
	t.is(told['kept-running']?.answer, 'no');
	t.regex(
		told['kept-running']?.evidence ?? '',
		/^crashing\.service: restarted 3 times by systemd\nkilled\.service: restarted 1 times by systemd$/m,
	);
	t.is(told['is-listening']?.evidence, '127.0.0.1:3001: nobody listens there');
	const causes = Object.fromEntries((log?.causes ?? []).map(({id, count, lines}) => [id, {count, lines: lines.join('\n')}]));
	t.deepEqual(Object.keys(causes).sort(), [
		'nginx.connect-refused',
		'node.module-missing',
		'node.uncaught',
		'systemd.main-exited',
		'systemd.main-killed',
		'systemd.start-limit',
	]);
	t.is(causes['systemd.main-exited']?.count, 3);
	t.regex(
		causes['systemd.main-killed']?.lines ?? '',
		/^\S+Z systemd\[1\]: killed\.service: Main process exited, code=killed, status=9\/KILL$/,
	);
	t.regex(causes['systemd.start-limit']?.lines ?? '', /crashing\.service: Start request repeated too quickly\.$/);

	// HAProxy has no file: what it says stands in the journal.
	t.regex(await get('', 8081), /got 503/);
	await waitUntil('HAProxy’s line to be in the journal', 60_000, async () =>
		(await machine.run(['journalctl', '--quiet', '--no-pager', '-t', 'haproxy', '--output=cat'])).includes('clients apps/app1'),
	);
	const haproxy = await diagnosed('haproxy');
	t.is(haproxy.log?.causes.find(({source}) => source === 'haproxy')?.id, 'haproxy.connect-refused');
	t.is(haproxy.log?.requests?.total, 1);
});
