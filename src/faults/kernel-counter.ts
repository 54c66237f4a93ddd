// Counters of a network namespace that the kernel keeps, before a fault and after it: how much they grew is what the fault met.
import type {Instant, Witness} from '../timeline/timeline.ts';
import type {NetworkHelper} from '../topology/topology.ts';
import type {Collected, FaultContext} from './fault.ts';

export interface KernelCounter {
	/** Two lines for each group in it: names, and values below them. */
	readonly file: '/proc/net/snmp' | '/proc/net/netstat';
	/** First word of both lines: `Tcp:`. */
	readonly group: string;
	readonly field: string;
}

/** Connection attempts that found an accept queue full. */
export const listenOverflows: KernelCounter = {file: '/proc/net/netstat', group: 'TcpExt:', field: 'ListenOverflows'};
/** Connections that were refused, and others that were reset from this side. */
export const resetsSent: KernelCounter = {file: '/proc/net/snmp', group: 'Tcp:', field: 'OutRsts'};

/** `value` is null where the kernel does not say. */
export interface CounterReading extends Instant {
	readonly value: number | null;
}

export async function readCounter(helper: NetworkHelper, {file, group, field}: KernelCounter): Promise<CounterReading> {
	const {stdout, atMs, uncertaintyMs} = await helper.run({argv: ['grep', `^${group}`, file]});
	const [names = [], values = []] = stdout.split('\n').map((line) => line.split(' '));
	const value = values[names.indexOf(field)];
	return {atMs, uncertaintyMs, value: value === undefined ? null : Number(value)};
}

/** Puts both readings on the timeline, for `growthWitness`. */
export function recordGrowth(
	context: FaultContext,
	{
		part,
		counter,
		before,
		after,
	}: {readonly part: string; readonly counter: KernelCounter; readonly before: CounterReading; readonly after: CounterReading},
): void {
	for (const [when, {value, atMs, uncertaintyMs}] of Object.entries({before, after})) {
		if (value !== null) {
			const source = `${counter.file} in the network namespace of ${part}`;
			context.record({kind: 'counter', atMs, uncertaintyMs, part, name: `${nameOf(counter)}.${when}`, value, source});
		}
	}
}

export function growthWitness(part: string, counter: KernelCounter, unit: string): (collected: Collected) => Witness {
	return ({events}) => {
		const readings = events
			.filter((event) => event.kind === 'counter')
			.filter((event) => event.part === part && event.name.startsWith(nameOf(counter)));
		const valueOf = (when: string) => readings.find(({name}) => name === `${nameOf(counter)}.${when}`)?.value;
		const [before, after] = [valueOf('before'), valueOf('after')];
		return {
			count: before === undefined || after === undefined ? 0 : after - before,
			unit,
			evidence: [`${counter.field} in ${readings[0]?.source ?? 'nothing'}: ${before ?? 'nothing'} before, ${after ?? 'nothing'} after`],
		};
	};
}

/** On the timeline. */
function nameOf({field}: KernelCounter): string {
	return `tcp.${field}`;
}
