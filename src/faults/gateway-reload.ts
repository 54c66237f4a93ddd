// The gateway is reloaded under load, with another list of upstreams: clients must see nothing but another app answering.
import {GatequakeError} from '../error.ts';
import {array, required, string} from '../expectations/options.ts';
import {rowsDueIn} from '../timeline/sample-rows.ts';
import type {Instant, Witness} from '../timeline/timeline.ts';
import {armed} from './armed.ts';
import type {Collected, Fault, FaultContext} from './fault.ts';
import {makeFault} from './make-fault.ts';

export interface GatewayReloadOptions {
	/** Names of the upstreams that the new config uses: others than the first config's, so that clients can tell. */
	readonly upstreams: readonly string[];
}

export function gatewayReload(options: GatewayReloadOptions): Fault {
	// Whatever was written: a mistake in it is told by the checkers.
	const names = [options.upstreams].flat();
	return makeFault({
		kind: 'gateway-reload',
		options: {...options},
		checkers: {upstreams: required(array(string, {minLength: 1}))},
		describe: `reload of the gateway with ${names.join(', ')} as upstreams, and back at the end`,
		effect: {withinMs: 1000, goneWithinMs: 1000},
		upstreams: names,
		async inject(context) {
			const effective = await reloadTo(names, context);
			return armed({
				effective,
				evidence: `a client got the first answer of ${names.join(' or ')}`,
				async clear() {
					const first = context.plan.gateway.options.upstreams;
					return {...(await reloadTo(first, context)), evidence: `a client got the first answer of ${first.join(' or ')} again`};
				},
				witness: (collected) => witnessOf(names, {effective, topology: context.topology}, collected),
			});
		},
	});
}

const takesOverWithinMs = 5000;

/** Reloads, and waits until a client is answered by an upstream of the new list. */
async function reloadTo(names: readonly string[], context: FaultContext): Promise<Instant> {
	const {topology} = context;
	const {atMs: signalledMs} = await topology.gateway.reload(names);
	const wanted = upstreamNumbers(names, topology);
	for (let waitedMs = 0; waitedMs < takesOverWithinMs; waitedMs += 20) {
		const first = context.recentSamples().find(({upstream, dueAtMs}) => dueAtMs > signalledMs && wanted.includes(upstream));
		if (first !== undefined) {
			// Windows are cut by the time at which requests are due, and this one is served anew, however long it waited for that.
			return {atMs: first.dueAtMs, uncertaintyMs: first.endedAtMs - first.dueAtMs};
		}

		await context.pause(20);
	}

	throw new GatequakeError(
		`the gateway was reloaded, and no client got an answer of ${names.join(' or ')} within ${takesOverWithinMs} ms`,
		{
			code: 'NOT_SEEN',
			hint: "a user's own config is reloaded as it is: this fault then needs a config that already uses these upstreams",
		},
	);
}

/** Answers of the new list, after a reload that the gateway's own log tells of. */
function witnessOf(
	names: readonly string[],
	{effective, topology}: Pick<FaultContext, 'topology'> & {readonly effective: Instant},
	{events, samples}: Collected,
): Witness {
	const wanted = upstreamNumbers(names, topology);
	const {first, end} = rowsDueIn(samples, effective.atMs, Number.POSITIVE_INFINITY);
	let answers = 0;
	for (let row = first; row < end; row++) {
		answers += wanted.includes(samples.upstream[row] ?? 0) ? 1 : 0;
	}

	const reloads = events.flatMap((event) => (event.kind === 'gateway-log' && event.lifecycle === 'reloaded' ? [event.raw] : []));
	return {
		// Without the gateway's own word something else may have moved the traffic.
		count: reloads.length === 0 ? 0 : answers,
		unit: `answers of ${names.join(', ')} after the reload`,
		evidence: reloads.length === 0 ? ["no line of the gateway's log tells of a reload"] : reloads,
	};
}

/** As samples name who answered. */
function upstreamNumbers(names: readonly string[], topology: FaultContext['topology']): readonly number[] {
	return names.map((name) => topology.upstreams.findIndex((upstream) => upstream.name === name) + 1);
}
