// The disk takes only so many bytes a second of what the app's container writes (the kernel's own throttle, for its cgroup and that disk). What has to
// be flushed before it is told as done waits in a queue that grows; what is only read goes on.
import {GatequakeError} from '../error.ts';
import {number, string} from '../expectations/options.ts';
import type {JournalEvent, Witness} from '../timeline/timeline.ts';
import {armed} from './armed.ts';
import type {Collected, Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {targetNetwork, targetUpstream} from './target.ts';

export interface SlowDiskOptions {
	/** Default `app1`. It needs `data` on the disk. */
	readonly upstream?: string;
	/** Default 40 000: ten records of 4 KiB. */
	readonly bytesPerSecond?: number;
}

/** A commit that takes so long is one that waited for the disk. */
const slowCommitMs = 500;

/** Under which the helper finds the cgroups of the engine's host: version 1, or 2. */
const script = `
device=$1; id=$2; rate=$3
[ -e "/sys/dev/block/$device/partition" ] && device=$(cat "/sys/dev/block/$device/../dev")
folder=$(find /host/cgroup/blkio -type d -name "*$id*" 2>/dev/null | head -n 1)
if [ -n "$folder" ]; then
	file=$folder/blkio.throttle.write_bps_device
	line="$device $rate"
else
	folder=$(find /host/cgroup -type d -name "*$id*" 2>/dev/null | head -n 1)
	file=$folder/io.max
	[ "$rate" = 0 ] && line="$device wbps=max" || line="$device wbps=$rate"
fi
[ -w "$file" ] || { echo "no throttle for writes to a disk at $file" >&2; exit 1; }
echo "$line" > "$file" && echo "$file:" && cat "$file"
`;

/**
 * The disk with the app's data takes only so many bytes a second.
 * @example slowDisk()
 */
export function slowDisk(options: SlowDiskOptions = {}): Fault {
	const {upstream = 'app1', bytesPerSecond = 40_000} = options;
	return makeFault({
		kind: 'slow-disk',
		options: {...options, upstream, bytesPerSecond},
		checkers: {upstream: string, bytesPerSecond: number({min: 4096, integer: true})},
		describe: `the disk takes ${bytesPerSecond} bytes a second of what ${upstream} writes`,
		effect: {withinMs: 500, goneWithinMs: 1000},
		upstreams: [upstream],
		network: [{part: upstream, kernel: [], hostCgroups: true}],
		check: ({upstreams}) =>
			upstreams.some(({name, data}) => name === upstream && data?.on !== 'disk')
				? [{path: 'fault', message: `slow-disk needs the data of ${upstream} on a disk: write data: {on: 'disk'} in its options`}]
				: [],
		async inject({topology}) {
			const {container} = targetUpstream(topology, upstream);
			const helper = targetNetwork(topology, upstream);
			const device = await deviceOf(upstream, container);
			const throttle = async (rate: number) => {
				const {atMs, uncertaintyMs, stdout} = await helper.run({
					argv: ['sh', '-c', script, 'sh', device, container.id, String(rate)],
				});
				return {atMs, uncertaintyMs, evidence: `the kernel's throttle of ${upstream}: ${stdout.trim().replaceAll('\n', ' ')}`};
			};

			const {evidence, ...effective} = await throttle(bytesPerSecond);
			return armed({
				effective,
				evidence,
				clear: async () => await throttle(0),
				witness: slowCommitWitness(upstream, effective.atMs),
			});
		},
	});
}

/** `254:0`, of the file system with the app's data. */
async function deviceOf(
	upstream: string,
	container: {exec(command: readonly string[]): Promise<{readonly exitCode: number; readonly stdout: string; readonly stderr: string}>},
): Promise<string> {
	const {exitCode, stdout, stderr} = await container.exec(['stat', '--format', '%Hd:%Ld', '/var/lib/gatequake']);
	if (exitCode !== 0 || !/^[1-9]\d*:\d+$/.test(stdout.trim())) {
		throw new GatequakeError(
			`expected the data of ${upstream} on a disk of its own number, \`stat\` says: ${stdout.trim() || stderr.trim()}`,
			{
				code: 'NO_DISK',
				hint: 'the engine keeps its volumes on a file system without a block device: see disk-full instead, or slow-first-byte for what clients see',
			},
		);
	}

	return stdout.trim();
}

/** Commits that began after the effect and took long, by the app's journal, or never came. */
function slowCommitWitness(part: string, fromMs: number): (collected: Collected) => Witness {
	return ({events}) => {
		const begun = new Map<number, number>();
		const took: number[] = [];
		const steps = events.filter((event): event is JournalEvent => event.kind === 'journal' && event.part === part && event.atMs >= fromMs);
		for (const {requestId, step, key, atMs} of steps) {
			if (step === 'received' && key !== undefined) {
				begun.set(requestId, atMs);
			} else if (step === 'committed') {
				took.push(atMs - (begun.get(requestId) ?? atMs));
				begun.delete(requestId);
			}
		}

		const slow = took.filter((ms) => ms >= slowCommitMs);
		return {
			count: slow.length,
			unit: `commits that waited ${slowCommitMs} ms or more for the disk`,
			evidence: [
				`${part}'s journal: ${took.length} commits, the longest after ${Math.round(Math.max(0, ...took))} ms; ${begun.size} never came`,
			],
		};
	};
}
