// How much traffic a fault met, counted from what others than the harness saw: the kernel's wait status, the app's journal.
import type {Instant, Witness} from '../timeline/timeline.ts';
import type {RunningUpstream} from '../topology/topology.ts';
import type {Collected, FaultContext} from './fault.ts';

/** Processes of a part that ended at or after the effect, by their wait status. */
export function processWitness(part: string, effective: Instant): (collected: Collected) => Witness {
	return ({events}) => {
		const exits = events.filter(
			(event) =>
				event.kind === 'process' &&
				event.part === part &&
				event.what === 'exited' &&
				event.atMs >= effective.atMs - effective.uncertaintyMs,
		);
		return {
			count: exits.length,
			unit: `processes of ${part} that ended`,
			evidence: exits.map((event) =>
				event.kind === 'process'
					? `${part}: process ${event.pid} ended with wait status ${event.exitCode} at ${event.atMs.toFixed(1)} ms`
					: '',
			),
		};
	};
}

/** Ends of a part's container, as the engine reported them. */
export function containerWitness(part: string): (collected: Collected) => Witness {
	return ({events}) => {
		const deaths = events.filter((event) => event.kind === 'container').filter((event) => event.part === part && event.action === 'die');
		return {
			count: deaths.length,
			unit: `containers of ${part} that died`,
			evidence: deaths.map(({exitCode, atMs}) => `engine event: ${part} died with exit code ${exitCode} at ${atMs.toFixed(1)} ms`),
		};
	};
}

const connectionsName = 'tcp.connections';

/** Puts on the timeline how many connections a part without a journal has, for `whereInUse`. */
export async function recordUse(context: Pick<FaultContext, 'record'>, upstream: RunningUpstream): Promise<void> {
	const seen = await upstream.connections();
	if (seen !== null) context.record({kind: 'counter', part: upstream.name, name: connectionsName, ...seen});
}

/**
 * The end of a part, for which `ended` vouches, met traffic only where requests had reached the part before: by its own journal, or, where it
 * keeps none, by the kernel's table of connections.
 */
export function whereInUse(part: string, effective: Instant, ended: (collected: Collected) => Witness): (collected: Collected) => Witness {
	return (collected) => {
		const witness = ended(collected);
		const inUse = collected.events.some(
			(event) => event.kind === 'journal' && event.part === part && event.step === 'received' && event.atMs < effective.atMs,
		);
		const table = collected.events
			.filter((event) => event.kind === 'counter')
			.find((event) => event.part === part && event.name === connectionsName && event.atMs < effective.atMs);
		if (table !== undefined) {
			const line = `${table.source}: ${table.value} connections to ${part} just before the effect`;
			return {...witness, count: table.value === 0 ? 0 : witness.count, evidence: [...witness.evidence, line]};
		}

		return inUse
			? witness
			: {
					...witness,
					count: 0,
					evidence: [...witness.evidence, `${part}'s journal: no request before the effect, so its end met no traffic`],
				};
	};
}

/** Requests that the app itself journalled as treated, under one of the details. */
export function journalWitness(parts: readonly string[], details: readonly string[], unit: string): (collected: Collected) => Witness {
	return ({events}) => {
		let count = 0;
		const evidence: string[] = [];
		for (const event of events) {
			if (event.kind === 'journal' && event.step === 'faulted' && parts.includes(event.part) && details.includes(event.detail ?? '')) {
				count += 1;
				if (evidence.length < 3) {
					evidence.push(`${event.part}'s journal: request ${event.requestId} ${event.detail} at ${event.atMs.toFixed(1)} ms`);
				}
			}
		}

		return {count, unit, evidence};
	};
}
