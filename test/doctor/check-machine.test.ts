import test from 'ava';
import {checkMachine} from '../../src/doctor/check-machine.ts';
import type {EngineFacts, MachineFacts} from '../../src/doctor/check-machine.ts';

const engine: EngineFacts = {
	name: 'Docker',
	version: '20.10.24',
	apiVersion: '1.41',
	kernel: '6.1.0',
	cpus: 4,
	memoryBytes: 16 * 2 ** 30,
	cgroup: 'v1',
	storageDriver: 'overlay2',
	rootFree: {folder: '/var/lib/docker', bytes: 50 * 2 ** 30},
	clockAheadMs: 12,
	images: {built: ['app', 'nginx'], missing: []},
	leftovers: {dead: [], kept: []},
	kernelFeatures: [{summary: 'packet rules (nf_tables)', missing: null}],
};

const fit: MachineFacts = {
	nodeVersion: '24.1.0',
	noEngine: null,
	engine,
	memoryAvailable: 8 * 2 ** 30,
	folderFree: 20 * 2 ** 30,
	builders: ['/usr/bin/mmdebstrap'],
	autogroup: '0',
};

/** Rows that are not right, as `state name`, and their mends. */
function wrong(facts: Partial<MachineFacts>, ofEngine: Partial<EngineFacts> = {}): readonly string[] {
	return checkMachine({...fit, engine: {...engine, ...ofEngine}, ...facts})
		.filter(({state}) => state !== 'ok')
		.map(({name, state, found, mend}) => `${state} ${name}: ${found} → ${mend}`);
}

test('a machine that has all it needs has no note, and each part is named once', (t) => {
	t.deepEqual(wrong({}), []);
	t.deepEqual(
		checkMachine(fit).map(({name}) => name),
		['node', 'engine', 'api', 'cgroup', 'cpus', 'kernel', 'images', 'leftovers', 'clock', 'memory', 'disk', 'disk', 'image builder'],
	);
});

test('an old Node and an engine that does not answer are missing, with what to do', (t) => {
	t.regex(wrong({nodeVersion: '22.17.9'})[0] ?? '', /^missing node: 22\.17\.9 \(22\.18 or newer is needed\) → npx -p node@24/);
	t.deepEqual(wrong({nodeVersion: '22.18.0'}), []);
	t.deepEqual(wrong({engine: null, noEngine: {message: 'none did', hint: 'start it'}}), ['missing engine: none did → start it']);
});

test('what is less than it could be is a note with its mend', (t) => {
	t.regex(wrong({}, {cpus: 1})[0] ?? '', /^note cpus: 1 → with two or more/);
	t.regex(wrong({memoryAvailable: 5e8})[0] ?? '', /^note memory: 0\.5 GiB available of the engine's 16\.0 GiB → /);
	t.regex(wrong({folderFree: 1e9})[0] ?? '', /^note disk: 0\.9 GiB free here, for reports → .*--output/);
	t.regex(
		wrong({}, {rootFree: {folder: '/data', bytes: 1}})[0] ?? '',
		/^note disk: 0\.0 GiB free of the engine \(\/data\) → docker system df/,
	);
	t.regex(wrong({}, {clockAheadMs: -4200})[0] ?? '', /^note clock: the engine's clock is 4\.2 s behind this machine's → /);
	t.regex(
		wrong({}, {leftovers: {dead: ['k3'], kept: ['k4']}}).join('\n'),
		/dead runs: k3 → npx gatequake sweep\n.*on purpose: k4 → npx gatequake sweep --kept$/,
	);
	t.regex(
		wrong({autogroup: '1'})[0] ?? '',
		/^note nice: kernel\.sched_autogroup_enabled is 1.* → .*sysctl kernel\.sched_autogroup_enabled=0$/,
	);
	t.regex(
		wrong({}, {kernelFeatures: [{summary: 'delay (netem)', missing: 'no netem\nmodprobe sch_netem'}]})[0] ?? '',
		/^note kernel: delay \(netem\) → no netem\nmodprobe/,
	);
});

test('what cannot be seen from here is not told of', (t) => {
	const names = checkMachine({
		...fit,
		engine: {...engine, rootFree: null, kernelFeatures: null},
		memoryAvailable: null,
		folderFree: null,
		autogroup: null,
	});
	t.false(names.some(({name}) => name === 'disk'));
	t.regex(names.find(({name}) => name === 'memory')?.found ?? '', /^16\.0 GiB in all$/);
	t.regex(names.find(({name}) => name === 'kernel')?.found ?? '', /^not tried: /);
});
