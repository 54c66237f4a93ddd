// Faults on the link between the gateway and upstreams: a real Toxiproxy stands there from the start, and is told to misbehave.
import {array, number, oneOf, string} from '../expectations/options.ts';
import type {Checker} from '../expectations/options.ts';
import type {LinkChange, LinkToxic} from '../upstreams/upstream.ts';
import {armed} from './armed.ts';
import type {Collected, Fault} from './fault.ts';
import {counterName, linkCounters} from './link-witness.ts';
import type {LinkWitness} from './link-witness.ts';
import {makeFault} from './make-fault.ts';
import {targetLinks} from './target.ts';

export interface LinkOptions {
	/** Upstreams whose link it is. Default `['app1']`. */
	readonly upstreams?: readonly string[];
}

export interface ToxicOptions extends LinkOptions {
	/** What goes to the app (`upstream`), or what comes from it (`downstream`). Default `downstream`. */
	readonly direction?: 'upstream' | 'downstream';
	/** Share of the connections to the app that it acts on, above 0, up to 1. Which ones Toxiproxy decides, not the run's seed. Default 1. */
	readonly toxicity?: number;
}

export interface LinkFaultParts {
	readonly kind: string;
	/** As the user wrote them, defaults filled in. */
	readonly options: LinkOptions & Readonly<Record<string, unknown>>;
	/** For the options beside the common ones. */
	readonly checkers: Readonly<Record<string, Checker>>;
	readonly describe: string;
	readonly effect?: Fault['effect'];
	readonly change: LinkChange;
	readonly takeBack: LinkChange;
	readonly witness: LinkWitness;
}

export interface ToxicFaultParts extends Omit<LinkFaultParts, 'options' | 'change' | 'takeBack'> {
	readonly options: ToxicOptions & Readonly<Record<string, unknown>>;
	readonly toxic: Pick<LinkToxic, 'type' | 'attributes'>;
}

/** A fault that is a toxic in the words of Toxiproxy. */
export function toxicFault(parts: ToxicFaultParts): Fault {
	const {direction = 'downstream', toxicity = 1} = parts.options;
	const toxic: LinkToxic = {...parts.toxic, stream: direction, toxicity};
	return linkFault({
		...parts,
		options: {...parts.options, direction, toxicity},
		checkers: {...parts.checkers, direction: oneOf(directions), toxicity: number({min: 0.001, max: 1})},
		describe: `${parts.describe}, ${direction}${toxicity === 1 ? '' : `, for ${Number((toxicity * 100).toPrecision(6))} % of connections`}`,
		change: {do: 'add', toxic},
		takeBack: {do: 'remove', toxic},
	});
}

const directions = ['upstream', 'downstream'];

/** An order to Toxiproxy takes 20 ms, and ten times that on a busy machine. */
export const linkTimes: Fault['effect'] = {withinMs: 250, goneWithinMs: 250};

export function linkFault({effect = linkTimes, ...parts}: LinkFaultParts): Fault {
	const {upstreams = ['app1']} = parts.options;
	// What is no list is told as such by its checker.
	const names = [...new Set([upstreams].flat())];
	return makeFault({
		kind: parts.kind,
		options: {...parts.options, upstreams},
		checkers: {...parts.checkers, upstreams: array(string, {minLength: 1})},
		describe: `${parts.describe} on the link before ${names.join(' and ')}`,
		effect,
		upstreams: names,
		links: names,
		async inject(context) {
			const links = targetLinks(context.topology, names);
			const before = await links.counters();
			const effective = await links.change(names, parts.change);
			let goneMs = Number.POSITIVE_INFINITY;
			return armed({
				effective,
				evidence: `Toxiproxy ${links.version} took the change over, and said so when it was read back`,
				async clear() {
					// Counters that cannot be read do not keep the change in place: the witness then is zero.
					const after = await links.counters().catch(() => null);
					const gone = await links.change(names, parts.takeBack);
					goneMs = gone.atMs;
					for (const [name, value] of Object.entries(after === null ? {} : linkCounters(before, after))) {
						const source = `${after?.sources[name] ?? ''} in the network namespace of the link, since the effect`;
						context.record({...gone, kind: 'counter', part: 'link', name: counterName(name), value, source});
					}

					return {...gone, evidence: `Toxiproxy ${links.version} took the change back, and said so when it was read back`};
				},
				witness: (collected: Collected) => parts.witness(collected, {apps: names, fromMs: effective.atMs, toMs: goneMs}),
			});
		},
	});
}
