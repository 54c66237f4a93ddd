// exit: how the processes of an app ended, by the wait status that the kernel gave its supervisor: in good order, by a signal, how often, how soon.
import type {ProcessEvent} from '../timeline/timeline.ts';
import type {Range} from './expectation.ts';
import {array, either, number, range, string} from './options.ts';
import {asRange, isIn} from './ranges.ts';
import {defineRule, needsOwnApps} from './rule.ts';
import type {RuleContext} from './rule.ts';
import {milliseconds, rangeWords} from './words.ts';

export interface ExitOptions {
	/** Default `app1`. */
	readonly upstream?: string;
	/** Wait status as a shell tells it, or several of them: 0 is an end in good order, 137 SIGKILL, 139 a segmentation fault. Default 0. */
	readonly status?: number | readonly number[];
	/** How many processes end from the effect of the fault to the end of the load. Default: one. */
	readonly count?: number | Range;
	/** The first one ends so soon after the effect of the fault. Default: whenever. */
	readonly withinMs?: number;
	/** True: the limit of starts is reached, and it stays down; false: it is not. Default: either. */
	readonly gaveUp?: boolean;
}

const status = number({min: 0, max: 255, integer: true});

export const exit = defineRule<ExitOptions>({
	kind: 'exit',
	summary: "an app's processes end with this wait status, so often and so soon",
	checkers: {
		upstream: string,
		status: either('a wait status from 0 to 255, or a list of them', status, array(status, {minLength: 1})),
		count: either('a whole number or a range of them', number({min: 0, integer: true}), range({min: 0})),
		withinMs: number({min: 0}),
		gaveUp: (value, path) =>
			value === undefined || typeof value === 'boolean' ? [] : [{path, message: `\`${path}\` must be true or false`}],
	},
	onForeign: needsOwnApps('expect.outage() and expect.recovery() say what its end was like for clients'),
	judge({upstream = 'app1', status: wanted = 0, count = 1, withinMs, gaveUp}, context) {
		const statuses = typeof wanted === 'number' ? [wanted] : wanted;
		const expected = [
			`${rangeWords(asRange(count))} process${count === 1 ? '' : 'es'} of ${upstream} to end with wait status ${statuses.join(' or ')}`,
			...(withinMs === undefined ? [] : [`the first within ${milliseconds(withinMs)} of the fault`]),
			...(gaveUp === undefined ? [] : [gaveUp ? 'and its process manager to give up' : 'and its process manager not to give up']),
		].join(', ');
		const {fromMs, events} = eventsOf(upstream, context);
		const ends = events.filter(({what}) => what === 'exited');
		const given = events.filter(({what}) => what === 'gave-up');
		const [first] = ends;
		const fits =
			isIn(ends.length, asRange(count)) &&
			ends.every(({exitCode}) => exitCode !== undefined && statuses.includes(exitCode)) &&
			(withinMs === undefined || (first !== undefined && first.atMs - first.uncertaintyMs - fromMs <= withinMs)) &&
			(gaveUp === undefined || gaveUp === given.length > 0);
		return {
			verdict: fits ? 'pass' : 'fail',
			expected,
			observed: `${endsInWords(ends, fromMs)}${given.length === 0 ? '' : '; then its process manager gave up'}`,
			evidence: [...ends.slice(0, 8), ...given.slice(0, 1)].map(endLine),
		};
	},
});

/** From the effect of the fault on; where none was injected, from the end of the baseline. */
function eventsOf(upstream: string, {timeline, facts}: RuleContext): {readonly fromMs: number; readonly events: readonly ProcessEvent[]} {
	const fromMs = facts.inject === null ? facts.windows.baseline.toMs : facts.inject.effectiveMs - facts.inject.uncertaintyMs;
	const stopped = timeline.events.findLast((event) => event.kind === 'mark' && event.name === 'load-stopped')?.atMs ?? Infinity;
	const events = timeline.events.filter(
		(event): event is ProcessEvent =>
			event.kind === 'process' && event.part === upstream && event.atMs + event.uncertaintyMs >= fromMs && event.atMs <= stopped,
	);
	return {fromMs, events};
}

function endsInWords(ends: readonly ProcessEvent[], fromMs: number): string {
	const [first] = ends;
	if (first === undefined) return 'no process ended';
	const statuses = [...new Set(ends.map(({exitCode}) => exitCode ?? 'unknown'))].join(', ');
	return `${ends.length} ended with wait status ${statuses}, the first after ${milliseconds(first.atMs - fromMs)}`;
}

function endLine({part, what, pid, exitCode, atMs}: ProcessEvent): string {
	return what === 'gave-up'
		? `${part}: the limit of starts was reached at ${atMs.toFixed(1)} ms`
		: `${part}: process ${pid ?? 'unknown'} ended with wait status ${exitCode ?? 'unknown'} at ${atMs.toFixed(1)} ms`;
}
