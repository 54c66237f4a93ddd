// listening: how few of the upstreams listened at once, at the worst moment. Told by the kernel's socket tables and the engine's events,
// not by what clients saw: a deploy that takes two of three down may still answer everything, and is one failure away from an outage.
import type {TimelineEvent} from '../timeline/timeline.ts';
import {spanOf, windowChecker} from './choose-rows.ts';
import type {ExpectedWindow} from './choose-rows.ts';
import type {Range} from './expectation.ts';
import {range, required} from './options.ts';
import {isIn} from './ranges.ts';
import {defineRule, needsOwnApps} from './rule.ts';
import {atMost, milliseconds, rangeWords} from './words.ts';

export interface ListeningOptions {
	/** How many upstreams listened at the worst moment: `[2, 2]`. */
	readonly fewest: Range;
	/** Default: `fault`. */
	readonly window?: ExpectedWindow;
}

export const listening = defineRule<ListeningOptions>({
	kind: 'listening',
	summary: 'at the worst moment so many upstreams listened',
	checkers: {fewest: required(range({min: 0})), window: windowChecker},
	onForeign: needsOwnApps('expect.throughput() says how much of the service is left'),
	judge({fewest, window = 'fault'}, {timeline, facts, plan}) {
		const span = spanOf(facts, window);
		const expected = `${rangeWords(fewest)} of ${plan.upstreams.length} upstreams listening at the worst moment of the ${window} window`;
		if (span === null) return {verdict: 'inconclusive', expected, observed: `there was no ${window} window`, evidence: []};

		// Before the load every one of them listens: the topology waits for that.
		const up = new Set(plan.upstreams.map(({name}) => name));
		const apply = ({part, opens}: PortChange) => (opens ? up.add(part) : up.delete(part));
		const changes = portChanges(timeline.events, up);
		for (const change of changes.filter(({atMs}) => atMs < span.fromMs)) apply(change);
		let worst = {count: up.size, atMs: span.fromMs};
		const evidence: string[] = [];
		for (const change of changes.filter(({atMs}) => atMs >= span.fromMs && atMs <= span.toMs)) {
			apply(change);
			evidence.push(
				`${change.part} ${change.opens ? 'listens again' : 'listens no more'} at ${milliseconds(change.atMs)}: ${up.size} listen`,
			);
			if (up.size < worst.count) worst = {count: up.size, atMs: change.atMs};
		}

		const observed = `${worst.count} of ${plan.upstreams.length}, from ${milliseconds(worst.atMs)} on`;
		return {verdict: isIn(worst.count, fewest) ? 'pass' : 'fail', expected, observed, evidence: atMost(evidence)};
	},
});

interface PortChange {
	readonly atMs: number;
	readonly part: string;
	readonly opens: boolean;
}

/** In their order, of these parts alone. */
function portChanges(events: readonly TimelineEvent[], parts: ReadonlySet<string>): readonly PortChange[] {
	const names = [...parts];
	return events
		.flatMap((event): readonly PortChange[] => {
			const closes = (event.kind === 'process' && event.what === 'port-closed') || (event.kind === 'container' && event.action === 'die');
			const opens = event.kind === 'process' && event.what === 'port-open';
			return (closes || opens) && names.includes(event.part) ? [{atMs: event.atMs, part: event.part, opens}] : [];
		})
		.toSorted((a, b) => a.atMs - b.atMs);
}
