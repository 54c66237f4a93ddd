// The gateway is reloaded under load, with another list of upstreams: clients must see nothing but another app answering.
import {array, number, required, string} from '../expectations/options.ts';
import type {Checker} from '../expectations/options.ts';
import {rowsDueIn} from '../timeline/sample-rows.ts';
import type {Instant, Witness} from '../timeline/timeline.ts';
import {armed} from './armed.ts';
import type {Collected, Fault, FaultContext} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {reconfigure} from './reconfigure.ts';

export interface GatewayReloadOptions {
	/** Names of the upstreams that the new config uses: others than the first config's, so that clients can tell. */
	readonly upstreams: readonly string[];
	/** How many reloads in all, the last one at the end of the fault: to these upstreams and back by turns. An even number. Default 2. */
	readonly times?: number;
}

/**
 * The gateway is reloaded under load.
 * @example gatewayReload({upstreams: ['app2']})
 */
export function gatewayReload(options: GatewayReloadOptions): Fault {
	// Whatever was written: a mistake in it is told by the checkers.
	const names = [options.upstreams].flat();
	const {times = 2} = options;
	return makeFault({
		kind: 'gateway-reload',
		options: {...options},
		checkers: {upstreams: required(array(string, {minLength: 1})), times: evenNumber},
		describe: `reload of the gateway with ${names.join(', ')} as upstreams, and back at the end${times === 2 ? '' : `, ${times} reloads in all`}`,
		effect: {withinMs: 500 * times, goneWithinMs: 1000},
		upstreams: names,
		async inject(context) {
			const first = context.plan.gateway.options.upstreams;
			for (let reloads = 2; reloads < times; reloads += 2) {
				await reloadTo(names, context);
				await reloadTo(first, context);
			}

			const effective = await reloadTo(names, context);
			return armed({
				effective,
				evidence: `a client got the first answer of ${names.join(' or ')}`,
				async clear() {
					return {...(await reloadTo(first, context)), evidence: `a client got the first answer of ${first.join(' or ')} again`};
				},
				witness: (collected) => witnessOf(names, {effective, topology: context.topology}, collected),
			});
		},
	});
}

const evenNumber: Checker = (value, path) => {
	const problems = number({min: 2, max: 100, integer: true})(value, path);
	return problems.length > 0 || value === undefined || Number(value) % 2 === 0
		? problems
		: [{path, message: `\`${path}\` is an even number: it goes back by turns, and at the end`}];
};

/** Reloads, and waits until a client is answered by an upstream of the new list. */
async function reloadTo(names: readonly string[], context: FaultContext): Promise<Instant> {
	const wanted = upstreamNumbers(names, context.topology);
	return await reconfigure(
		context,
		{options: {upstreams: names}},
		{is: ({upstream}) => wanted.includes(upstream), words: `an answer of ${names.join(' or ')}`},
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
