// The app may open no more files than it has, and so many connections more: what comes beyond that is accepted and closed without a word, or
// waits, as its runtime does it. The idle connections that a gateway keeps count too.
import {number, string} from '../expectations/options.ts';
import type {AppInspection} from '../upstreams/upstream.ts';
import type {Instant, Witness} from '../timeline/timeline.ts';
import {armed} from './armed.ts';
import type {Collected, Fault, FaultContext} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {targetUpstream} from './target.ts';

export interface DescriptorLimitOptions {
	/** Default `app1`. */
	readonly upstream?: string;
	/** Connections that it can still hold at once, beside the few for which its descriptors have gaps. Default 0. */
	readonly connections?: number;
}

const opensCounter = 'tcp.passive_opens';

export function descriptorLimit(options: DescriptorLimitOptions = {}): Fault {
	const {upstream = 'app1', connections = 0} = options;
	return makeFault({
		kind: 'descriptor-limit',
		options: {...options, upstream, connections},
		checkers: {upstream: string, connections: number({min: 0, max: 10_000, integer: true})},
		describe: `the app on ${upstream} has descriptors for ${connections} connections at most`,
		effect: {withinMs: 100, goneWithinMs: 100},
		upstreams: [upstream],
		async inject(context) {
			const target = targetUpstream(context.topology, upstream);
			const before = await target.limitFiles(connections);
			recordOpens(context, upstream, 'before', before);
			return armed({
				effective: {atMs: before.atMs, uncertaintyMs: before.uncertaintyMs},
				evidence: `the kernel's limit of open files for the app on ${upstream} is ${before.descriptorLimit}; it holds ${before.descriptors}`,
				async clear() {
					const after = await target.limitFiles(null);
					recordOpens(context, upstream, 'after', after);
					const {atMs, uncertaintyMs, descriptorLimit: limit} = after;
					return {atMs, uncertaintyMs, evidence: `the kernel's limit of open files for the app on ${upstream} is ${limit} again`};
				},
				witness: unheardWitness(upstream),
			});
		},
	});
}

function recordOpens(context: FaultContext, part: string, when: 'before' | 'after', said: Instant & AppInspection): void {
	const source = `PassiveOpens in /proc/net/snmp of ${part}`;
	const {atMs, uncertaintyMs, passiveOpens: value} = said;
	context.record({kind: 'counter', atMs, uncertaintyMs, part, name: `${opensCounter}.${when}`, value, source});
}

/** Connections that the kernel accepted for the app, without those whose request the app has journalled. */
function unheardWitness(part: string): (collected: Collected) => Witness {
	return ({events}) => {
		const counterOf = (when: string) =>
			events.filter((event) => event.kind === 'counter').find((event) => event.part === part && event.name === `${opensCounter}.${when}`);
		const [before, after] = [counterOf('before'), counterOf('after')];
		if (before === undefined || after === undefined) {
			return {count: 0, unit: 'connections of which the app heard no request', evidence: ['the kernel was not asked']};
		}

		const received = events.filter(
			(event) =>
				event.kind === 'journal' &&
				event.part === part &&
				event.step === 'received' &&
				event.atMs >= before.atMs &&
				event.atMs <= after.atMs,
		).length;
		const opened = after.value - before.value;
		return {
			count: Math.max(0, opened - received),
			unit: 'connections of which the app heard no request',
			evidence: [`${before.source}: ${opened} more at the end of the fault`, `${part}'s journal: ${received} requests received meanwhile`],
		};
	};
}
