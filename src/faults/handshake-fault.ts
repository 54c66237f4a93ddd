// Faults in which an app that speaks TLS meets new connections badly. Idle connections are closed when the fault comes and when it goes,
// and those in use after their answer: otherwise the gateway would go on over handshakes that it made before.
import {string} from '../expectations/options.ts';
import type {Checker} from '../expectations/options.ts';
import type {Witness} from '../timeline/timeline.ts';
import type {BadHandshake} from '../upstreams/upstream.ts';
import {armed} from './armed.ts';
import type {Collected, Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {targetUpstream} from './target.ts';

export interface HandshakeOptions {
	/** Default `app1`. */
	readonly upstream?: string;
}

export interface HandshakeFaultParts {
	readonly kind: string;
	readonly how: BadHandshake;
	/** As the user wrote them, defaults filled in. */
	readonly options: HandshakeOptions & Readonly<Record<string, unknown>>;
	/** For the options beside the common ones. */
	readonly checkers?: Readonly<Record<string, Checker>>;
	readonly describe: string;
}

export function handshakeFault({kind, how, options, checkers, describe}: HandshakeFaultParts): Fault {
	const {upstream = 'app1'} = options;
	return makeFault({
		kind,
		options: {...options, upstream},
		checkers: {...checkers, upstream: string},
		describe: `${describe} on ${upstream}, for new connections; those that are parked are closed`,
		effect: {withinMs: 100, goneWithinMs: 100},
		upstreams: [upstream],
		needs: 'handshake',
		needsTls: 'any',
		async inject({topology}) {
			const target = targetUpstream(topology, upstream);
			const effective = await target.behave({behaviour: {do: 'handshake', how}, share: 1, methods: null});
			return armed({
				effective,
				evidence: `${upstream} said that it meets new connections so from now on`,
				async clear() {
					return {...(await target.behave(null)), evidence: `${upstream} said that it meets new connections as before`};
				},
				witness: handshakeWitness(upstream, how),
			});
		},
	});
}

/** Handshakes that the app itself journalled as bad, with what it saw of them. */
export function handshakeWitness(part: string, how: BadHandshake | 'refused'): (collected: Collected) => Witness {
	return ({events}) => {
		const bad = events
			.filter((event) => event.kind === 'journal')
			.filter((event) => event.part === part && event.step === 'faulted' && event.detail?.startsWith(`handshake ${how}: `));
		return {
			count: bad.length,
			unit: how === 'refused' ? 'handshakes that the app refused' : 'connections that the app met so',
			evidence: bad.slice(0, 3).map(({detail, atMs}) => `${part}'s journal: ${detail} at ${atMs.toFixed(1)} ms`),
		};
	};
}
