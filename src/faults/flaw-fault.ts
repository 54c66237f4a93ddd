// Faults of a version of the app: it is deployed under load, the old one ends in good order, and the new one shows its flaw at each start.
// What its process manager makes of that (`restart`) decides how it looks from outside.
import {boolean, number, string} from '../expectations/options.ts';
import type {Checker} from '../expectations/options.ts';
import type {Instant, ProcessEvent, Witness} from '../timeline/timeline.ts';
import type {Flaw} from '../upstreams/upstream.ts';
import {armed} from './armed.ts';
import type {Collected, Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';
import type {FaultParts} from './make-fault.ts';
import {targetUpstream} from './target.ts';
import {whereInUse} from './witness.ts';

export interface FlawOptions {
	/** Default `app1`. */
	readonly upstream?: string;
	/** Whether the good version is started by hand at the end, as by a deploy; else its process manager is left to it. Default true. */
	readonly startAtEnd?: boolean;
}

export interface FlawFaultParts {
	readonly kind: string;
	readonly flaw: Flaw;
	/** As the user wrote them, defaults filled in. */
	readonly options: FlawOptions & Readonly<Record<string, unknown>>;
	/** For the options beside the common ones. */
	readonly checkers: Readonly<Record<string, Checker>>;
	readonly describe: string;
	/** From when on it shows: the new version's start, or its first crash. */
	readonly shows: 'at-its-start' | 'when-it-crashes';
	/** What else must hold of the topology. */
	readonly check?: NonNullable<FaultParts['check']>;
}

/** The old version has this long to end in good order. */
const graceMs = 5000;
const showsWithinMs = 20_000;

export function flawFault({kind, flaw, options, checkers, describe, shows, check}: FlawFaultParts): Fault {
	const {upstream = 'app1', startAtEnd = true} = options;
	return makeFault({
		kind,
		options: {...options, upstream, startAtEnd},
		checkers: {...checkers, upstream: string, startAtEnd: boolean},
		describe: `${describe} on ${upstream}${startAtEnd ? '' : ', and nobody starts it by hand afterwards'}`,
		effect: {withinMs: 15_000, goneWithinMs: 5000},
		upstreams: [upstream],
		needs: 'flaw',
		...(check === undefined ? {} : {check}),
		async inject({topology}) {
			const target = targetUpstream(topology, upstream);
			await target.setFlaw(flaw);
			const asked = await target.stop(graceMs, 0);
			const ended = await target.waitForEvent('exited', asked.atMs, graceMs + showsWithinMs);
			const spawned = await target.waitForEvent('spawned', ended.atMs, showsWithinMs);
			const effective = instantOf(shows === 'at-its-start' ? spawned : await target.waitForEvent('exited', spawned.atMs, showsWithinMs));
			return armed({
				effective,
				evidence:
					shows === 'at-its-start'
						? `the old version on ${upstream} has ended, and the new one has been started`
						: `the new version on ${upstream} has crashed for the first time`,
				async clear() {
					const mended = await target.setFlaw(null);
					if (!startAtEnd) {
						return {...mended, evidence: `what was wrong with the app on ${upstream} is mended; nobody starts it by hand`};
					}

					await target.startApp();
					const died = target.events().findLast(({what}) => what === 'exited') ?? ended;
					const open = await target.waitForPort('open', died.atMs, 20_000);
					return {...open, evidence: `a good version was started: the kernel's socket table shows the port of ${upstream} open again`};
				},
				witness: whereInUse(upstream, effective, crashWitness(upstream, {asked, flaw})),
			});
		},
	});
}

/** Milliseconds, within a run. */
export const flawMs: Checker = number({min: 0, max: 10_000});

function instantOf({atMs, uncertaintyMs}: Instant): Instant {
	return {atMs, uncertaintyMs};
}

/** Ends of the new version's processes, by their wait status, and the app's own word for why, in its journal where it came to that. */
function crashWitness(part: string, {asked, flaw}: {readonly asked: Instant; readonly flaw: Flaw}): (collected: Collected) => Witness {
	return ({events}) => {
		const crashes = events.filter(
			(event): event is ProcessEvent =>
				event.kind === 'process' && event.part === part && event.what === 'exited' && event.atMs > asked.atMs && event.exitCode !== 0,
		);
		const told = events.filter(
			(event) => event.kind === 'journal' && event.part === part && event.step === 'faulted' && event.detail === flaw.is,
		);
		return {
			count: Math.min(crashes.length, told.length),
			unit: 'processes of the new version that ended',
			evidence: [
				...crashes
					.slice(0, 3)
					.map(({pid, exitCode, atMs}) => `${part}: process ${pid} ended with wait status ${exitCode} at ${atMs.toFixed(1)} ms`),
				`${part}'s journal: ${flaw.is} ${told.length} times`,
			],
		};
	};
}
