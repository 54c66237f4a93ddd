// Faults in which the app itself misbehaves: it is told how, says when it has taken that over, and journals every request it treats so.
import {array, number, share as shareChecker, string} from '../expectations/options.ts';
import type {Checker} from '../expectations/options.ts';
import type {Ability, Behaviour} from '../upstreams/upstream.ts';
import type {Witness} from '../timeline/timeline.ts';
import {armed} from './armed.ts';
import {recordCgroupCounter} from './cgroup-counter.ts';
import {growthIn} from './counter-growth.ts';
import type {GrowingCounter} from './counter-growth.ts';
import type {Collected, Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';
import type {FaultParts} from './make-fault.ts';
import {targetUpstream} from './target.ts';
import {journalWitness} from './witness.ts';

/** Whom a fault of the app’s behaviour concerns: which app, what share of its requests, which methods. */
export interface BehaviourOptions {
	/** Default `app1`. */
	readonly upstream?: string;
	/** Share of requests treated so, chosen by request id. Default 1. */
	readonly share?: number;
	/** Only these methods, such as `['POST']`. Default all. */
	readonly methods?: readonly string[];
}

export interface BehaviourFaultParts {
	readonly kind: string;
	readonly behaviour: Behaviour;
	/** As the user wrote them, defaults filled in. */
	readonly options: BehaviourOptions & Readonly<Record<string, unknown>>;
	/** For the options beside the common ones. */
	readonly checkers: Readonly<Record<string, Checker>>;
	readonly describe: string;
	/** What the journal counts: `requests reset`. */
	readonly unit: string;
	/** Where it asks more of the app than the behaviour by its name. */
	readonly needs?: Ability;
	/** It treats health checks alone, and all of them: there is no share, and no method to choose. */
	readonly ofHealthChecks?: true;
	/** What else must hold of the topology. */
	readonly check?: FaultParts['check'];
	/** A counter of the app's cgroup that what is treated so makes grow: it met no more requests than that. */
	readonly counter?: GrowingCounter;
}

const requestCheckers = {share: shareChecker, methods: array(string, {minLength: 1})};

/** A fault of your own in which the app treats requests otherwise: it journals each of them, which is the witness. */
export function behaviourFault(parts: BehaviourFaultParts): Fault {
	const {upstream = 'app1', share = 1, methods} = parts.options;
	return makeFault({
		kind: parts.kind,
		options: {...parts.options, upstream, ...(parts.ofHealthChecks === true ? {} : {share})},
		checkers: {...parts.checkers, upstream: string, ...(parts.ofHealthChecks === true ? {} : requestCheckers)},
		describe: `${parts.describe} on ${upstream}${share === 1 ? '' : `, for ${Number((share * 100).toPrecision(6))} % of requests`}${methods === undefined ? '' : `, ${[methods].flat().join(' and ')} only`}`,
		effect: {withinMs: 100, goneWithinMs: 100},
		upstreams: [upstream],
		needs: parts.needs ?? parts.behaviour.do,
		...(parts.check === undefined ? {} : {check: parts.check}),
		async inject(context) {
			const target = targetUpstream(context.topology, upstream);
			const read = async (when: 'before' | 'after') => {
				if (parts.counter !== undefined) {
					await recordCgroupCounter(context, parts.counter, when);
				}
			};
			await read('before');
			const effective = await target.behave({behaviour: parts.behaviour, share, methods: methods ?? null});
			return armed({
				effective,
				evidence: `${upstream} said that it treats requests so from now on`,
				async clear() {
					const cleared = await target.behave(null);
					await read('after');
					return {...cleared, evidence: `${upstream} said that it answers normally again`};
				},
				witness: grownWith(parts.counter, journalWitness([upstream], [parts.behaviour.do], parts.unit)),
			});
		},
	});
}

function grownWith(counter: GrowingCounter | undefined, treated: (collected: Collected) => Witness): (collected: Collected) => Witness {
	return (collected) => {
		const witness = treated(collected);
		if (counter === undefined) {
			return witness;
		}

		const {grew, evidence} = growthIn(collected, counter);
		return {...witness, count: Math.min(grew ?? 0, witness.count), evidence: [evidence, ...witness.evidence]};
	};
}

/** Milliseconds, one or more. */
export const durationMs: Checker = number({min: 1});
/** Milliseconds, one or more, without a fraction. */
export const wholeMs: Checker = number({min: 1, integer: true});
