// From what was seen of a machine to what is right, what to know, and what is missing with its mend. Pure.
import type {EngineState} from '../runtime/look-at-engine.ts';
import type {EngineInfo} from '../runtime/runtime.ts';

/** `missing`: nothing can be run without it. `note`: something is less than it could be, and the mend says what. */
export interface MachineCheck {
	readonly name: string;
	readonly state: 'ok' | 'note' | 'missing';
	readonly found: string;
	/** What to do; null where nothing is to be done. */
	readonly mend: string | null;
}

/** Null: it could not be seen from here. */
export interface MachineFacts {
	readonly nodeVersion: string;
	/** Why none answers, and what to do; null where one does. */
	readonly noEngine: {readonly message: string; readonly hint: string} | null;
	readonly engine: EngineFacts | null;
	/** Of this machine, in bytes. */
	readonly memoryAvailable: number | null;
	/** Where reports go. */
	readonly folderFree: number | null;
	/** Programs that make images where no registry answers. */
	readonly builders: readonly string[];
	/** /proc/sys/kernel/sched_autogroup_enabled. */
	readonly autogroup: string | null;
}

/** What the engine says of itself, how it stands, and what its kernel can do. */
export interface EngineFacts extends EngineInfo, EngineState {
	/** What network faults need; null where it was not tried. */
	readonly kernelFeatures: readonly {readonly summary: string; readonly missing: string | null}[] | null;
}

const gib = 2 ** 30;
const oldestNode = [22, 18] as const;
const leastMemory = gib;
const leastDisk = 2 * gib;
const mostClockMs = 1000;

export function checkMachine(facts: MachineFacts): readonly MachineCheck[] {
	const {engine, noEngine} = facts;
	return [
		checkNode(facts.nodeVersion),
		...(noEngine === null ? [] : [row('engine', 'missing', noEngine.message, noEngine.hint)]),
		...(engine === null ? [] : checkEngine(engine)),
		...checkSpace(facts),
		row(
			'image builder',
			'ok',
			facts.builders.length > 0
				? `${facts.builders.join(', ')}: images can be made without a registry`
				: 'none: images need a registry that answers (or: apt-get install mmdebstrap)',
		),
		...(facts.autogroup === '1'
			? [
					row(
						'nice',
						'note',
						'kernel.sched_autogroup_enabled is 1: what runs in another session takes as much of a core, however nice it is',
						'close what else works hard while runs go on, or: sysctl kernel.sched_autogroup_enabled=0',
					),
				]
			: []),
	];
}

function row(name: string, state: MachineCheck['state'], found: string, mend: string | null = null): MachineCheck {
	return {name, state, found, mend};
}

function checkNode(version: string): MachineCheck {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	const isEnough = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
	return row(
		'node',
		isEnough ? 'ok' : 'missing',
		`${version} (${oldestNode.join('.')} or newer is needed)`,
		isEnough ? null : 'npx -p node@24 -p gatequake gatequake doctor, or install a newer Node',
	);
}

function checkEngine(engine: EngineFacts): readonly MachineCheck[] {
	const {kernelFeatures, images, leftovers, clockAheadMs} = engine;
	const isSkewed = Math.abs(clockAheadMs) > mostClockMs;
	return [
		// An older one is no engine here: asking for it fails with its own words.
		row('engine', 'ok', `${engine.name} ${engine.version}, ${engine.storageDriver}`),
		row('api', 'ok', `${engine.apiVersion} (1.41 or newer is needed)`),
		row('cgroup', 'ok', `${engine.cgroup}, kernel ${engine.kernel}`),
		row(
			'cpus',
			engine.cpus >= 2 ? 'ok' : 'note',
			`${engine.cpus}`,
			engine.cpus >= 2 ? null : 'with two or more the load generator is kept apart from what it measures: expect inconclusive runs',
		),
		...(kernelFeatures === null
			? [row('kernel', 'ok', 'not tried: the image for network faults is built with the first of them (`gatequake run syn-dropped`)')]
			: kernelFeatures.map(({summary, missing}) => row('kernel', missing === null ? 'ok' : 'note', summary, missing))),
		row(
			'images',
			'ok',
			images.missing.length === 0
				? `all ${images.built.length} are built`
				: `${images.built.length} are built; made when they are first needed, some minutes each without a registry: ${images.missing.join(', ')}`,
		),
		...(leftovers.dead.length === 0 ? [] : [row('leftovers', 'note', `of dead runs: ${leftovers.dead.join(', ')}`, 'npx gatequake sweep')]),
		...(leftovers.kept.length === 0
			? []
			: [row('leftovers', 'note', `kept on purpose: ${leftovers.kept.join(', ')}`, 'npx gatequake sweep --kept')]),
		...(leftovers.dead.length + leftovers.kept.length === 0 ? [row('leftovers', 'ok', 'none')] : []),
		row(
			'clock',
			isSkewed ? 'note' : 'ok',
			isSkewed
				? `the engine's clock is ${(Math.abs(clockAheadMs) / 1000).toFixed(1)} s ${clockAheadMs > 0 ? 'ahead of' : 'behind'} this machine's`
				: `the engine's and this machine's agree to ${mostClockMs / 1000} s`,
			isSkewed ? "verdicts stand on the engine's clock alone; for the times of day in reports: timedatectl set-ntp true, on both" : null,
		),
	];
}

function checkSpace({engine, memoryAvailable, folderFree}: MachineFacts): readonly MachineCheck[] {
	const memory = memoryAvailable ?? engine?.memoryBytes ?? null;
	const disks = [
		...(engine?.rootFree
			? [{what: `of the engine (${engine.rootFree.folder})`, bytes: engine.rootFree.bytes, mend: 'docker system df says what fills it'}]
			: []),
		...(folderFree === null
			? []
			: [{what: 'here, for reports', bytes: folderFree, mend: 'remove old folders in reports/, or name another one with --output'}]),
	];
	return [
		...(memory === null
			? []
			: [
					row(
						'memory',
						memory >= leastMemory ? 'ok' : 'note',
						`${size(memory)} ${memoryAvailable === null ? 'in all' : `available${engine === null ? '' : ` of the engine's ${size(engine.memoryBytes)}`}`}`,
						memory >= leastMemory ? null : `with less than ${size(leastMemory)} the kernel may kill parts of a run: close what takes most`,
					),
				]),
		...disks.map(({what, bytes, mend}) =>
			row('disk', bytes >= leastDisk ? 'ok' : 'note', `${size(bytes)} free ${what}`, bytes >= leastDisk ? null : mend),
		),
	];
}

function size(bytes: number): string {
	return `${(bytes / gib).toFixed(1)} GiB`;
}
