// The app stops accepting: its process is stopped (SIGSTOP), so the kernel accepts for it until its backlog is full, and then drops what
// would open a new connection. Idle-looking and deaf, as an app whose event loop or whose only worker is blocked.
import {string} from '../expectations/options.ts';
import type {Witness} from '../timeline/timeline.ts';
import {armed} from './armed.ts';
import type {Collected, Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {targetNetwork, targetUpstream} from './target.ts';

export interface BacklogFullOptions {
	/** Default `app1`. Its `backlog` must be a small one, which the load fills at once. */
	readonly upstream?: string;
}

const largestBacklog = 128;
const counterName = 'tcp.listen_overflows';
/** A line with names, and below it a line with values. */
const netstat = {argv: ['grep', '^TcpExt:', '/proc/net/netstat']} as const;

export function backlogFull(options: BacklogFullOptions = {}): Fault {
	const {upstream = 'app1'} = options;
	const made = makeFault({
		kind: 'backlog-full',
		options: {...options, upstream},
		checkers: {upstream: string},
		describe: `the app on ${upstream} stopped, so that its backlog fills up`,
		effect: {withinMs: 100, goneWithinMs: 100},
		upstreams: [upstream],
		network: [{part: upstream, kernel: []}],
		async inject(context) {
			const {topology} = context;
			const target = targetUpstream(topology, upstream);
			const helper = targetNetwork(topology, upstream);
			const before = await helper.run(netstat);
			const effective = await target.kill('SIGSTOP', null);
			return armed({
				effective,
				evidence: `SIGSTOP sent to the app on ${upstream}`,
				async clear() {
					const cleared = await target.kill('SIGCONT', null);
					const after = await helper.run(netstat);
					for (const [when, {stdout, atMs, uncertaintyMs}] of Object.entries({before, after})) {
						const value = overflowsIn(stdout);
						if (value !== null) {
							const source = `/proc/net/netstat in the network namespace of ${upstream}`;
							context.record({kind: 'counter', atMs, uncertaintyMs, part: upstream, name: `${counterName}.${when}`, value, source});
						}
					}

					return {...cleared, evidence: `SIGCONT sent to the app on ${upstream}`};
				},
				witness: overflowWitness(upstream),
			});
		},
	});
	return {
		...made,
		check: (topology) => [
			...made.check(topology),
			...(topology.upstreams.some(({name, backlog}) => name === upstream && backlog > largestBacklog)
				? [
						{
							path: 'fault',
							message: `backlog-full needs a backlog of at most ${largestBacklog} on ${upstream}: write backlog in its options, such as 8`,
						},
					]
				: []),
		],
	};
}

/** Connection attempts that found the accept queue full; null where the kernel does not say. */
function overflowsIn(printed: string): number | null {
	const [names = [], values = []] = printed.split('\n').map((line) => line.split(' '));
	const value = values[names.indexOf('ListenOverflows')];
	return value === undefined ? null : Number(value);
}

function overflowWitness(part: string): (collected: Collected) => Witness {
	return ({events}) => {
		const counters = events
			.filter((event) => event.kind === 'counter')
			.filter((event) => event.part === part && event.name.startsWith(counterName));
		const valueOf = (when: string) => counters.find(({name}) => name === `${counterName}.${when}`)?.value;
		const [before, after] = [valueOf('before'), valueOf('after')];
		return {
			count: before === undefined || after === undefined ? 0 : after - before,
			unit: 'connection attempts that found the accept queue full',
			evidence: [`ListenOverflows in ${counters[0]?.source ?? 'nothing'}: ${before ?? 'nothing'} before, ${after ?? 'nothing'} after`],
		};
	};
}
