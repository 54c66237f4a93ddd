// The app may open no more files than it has, and so many connections more: what comes beyond that is accepted and closed without a word, or
// waits, as its runtime does it. The idle connections that a gateway keeps count too.
import {number, string} from '../expectations/options.ts';
import type {AppInspection} from '../upstreams/upstream.ts';
import type {Instant, Witness} from '../timeline/timeline.ts';
import {armed} from './armed.ts';
import {growthIn, recordReading} from './counter-growth.ts';
import type {CounterReading, GrowingCounter} from './counter-growth.ts';
import type {Collected, Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {targetUpstream} from './target.ts';

export interface DescriptorLimitOptions {
	/** Default `app1`. */
	readonly upstream?: string;
	/** Connections that it can hold at once, those counted that it holds already. Default 0. */
	readonly connections?: number;
}

/**
 * The app has no descriptors left for connections.
 * @example descriptorLimit()
 */
export function descriptorLimit(options: DescriptorLimitOptions = {}): Fault {
	const {upstream = 'app1', connections = 0} = options;
	const counter = {part: upstream, name: 'tcp.PassiveOpens', field: 'PassiveOpens'};
	return makeFault({
		kind: 'descriptor-limit',
		options: {...options, upstream, connections},
		checkers: {upstream: string, connections: number({min: 0, max: 10_000, integer: true})},
		describe: `the app on ${upstream} has descriptors for ${connections} connections at most`,
		effect: {withinMs: 100, goneWithinMs: 100},
		upstreams: [upstream],
		needs: 'limit-files',
		async inject(context) {
			const target = targetUpstream(context.topology, upstream);
			const before = await target.limitFiles(connections);
			recordReading(context, counter, 'before', opensIn(before, upstream));
			return armed({
				effective: {atMs: before.atMs, uncertaintyMs: before.uncertaintyMs},
				evidence: `the kernel's limit of open files for the app on ${upstream} is ${before.descriptorLimit}; it holds ${before.descriptors}`,
				async clear() {
					const after = await target.limitFiles(null);
					recordReading(context, counter, 'after', opensIn(after, upstream));
					const {atMs, uncertaintyMs, descriptorLimit: limit} = after;
					return {atMs, uncertaintyMs, evidence: `the kernel's limit of open files for the app on ${upstream} is ${limit} again`};
				},
				witness: unheardWitness(counter),
			});
		},
	});
}

function opensIn({atMs, uncertaintyMs, passiveOpens}: Instant & AppInspection, part: string): CounterReading {
	return {atMs, uncertaintyMs, value: passiveOpens, source: `/proc/net/snmp of ${part}`};
}

/** Connections that the kernel accepted for the app, without those whose request the app has journalled. */
function unheardWitness(counter: GrowingCounter): (collected: Collected) => Witness {
	const {part} = counter;
	return (collected) => {
		const {grew, fromMs, toMs, evidence} = growthIn(collected, counter);
		const received = collected.events.filter(
			(event) => event.kind === 'journal' && event.part === part && event.step === 'received' && event.atMs >= fromMs && event.atMs <= toMs,
		).length;
		return {
			count: Math.max(0, (grew ?? 0) - received),
			unit: 'connections of which the app heard no request',
			evidence: [evidence, `${part}'s journal: ${received} requests received meanwhile`],
		};
	};
}
