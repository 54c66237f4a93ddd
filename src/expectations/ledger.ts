// ledger: what the outage cost in POSTs, over the whole run: lost, duplicated, or committed although the client was told that it failed.
import {isPost, rowFinder} from '../timeline/sample-rows.ts';
import type {Timeline} from '../timeline/timeline.ts';
import type {Range} from './expectation.ts';
import type {Facts} from './facts.ts';
import {either, number, oneOf, range} from './options.ts';
import type {Checker} from './options.ts';
import {asRange, isIn} from './ranges.ts';
import {requestLines} from './request-line.ts';
import {atLeastOneOf, defineRule, needsOwnApps} from './rule.ts';
import type {RuleJudgement} from './rule.ts';
import {rangeWords} from './words.ts';

export interface LedgerOptions {
	/** POSTs answered 2xx that no app committed. */
	readonly lost?: number | Range;
	/** Keys committed more than once. */
	readonly duplicated?: number | Range;
	/** POSTs committed although the client was told that they failed. `faulted`: exactly those that the app spoilt after the commit. */
	readonly committedButFailed?: number | Range | 'faulted';
}

const countChecker: Checker = either('a whole number, or a range of them', number({min: 0, integer: true}), range({min: 0}));
const names = ['lost', 'duplicated', 'committedButFailed'] as const;

export const ledger = defineRule<LedgerOptions>({
	kind: 'ledger',
	summary: 'POSTs lost, committed twice, or committed although the client was told that they failed',
	checkers: {
		lost: countChecker,
		duplicated: countChecker,
		committedButFailed: either(
			'a whole number, a range of them, or "faulted"',
			number({min: 0, integer: true}),
			range({min: 0}),
			oneOf(['faulted']),
		),
	},
	check: atLeastOneOf(names),
	onForeign: needsOwnApps('compare what clients were told with what your own database holds'),
	judge(options, {timeline, facts}) {
		const {ledger: found} = facts;
		const parts = names.flatMap((name) => {
			const wanted = options[name];
			if (wanted === undefined) return [];
			return [wanted === 'faulted' ? judgeFaulted(timeline, facts) : judgeCount(name, wanted, facts)];
		});
		const expected = parts.map((part) => part.expected).join(', ');
		if (found.sent === 0) return {verdict: 'inconclusive', expected, observed: 'no POST was sent', evidence: []};

		const failed = parts.filter(({verdict}) => verdict === 'fail');
		const rowOf = rowFinder(timeline.samples);
		const ids = [...found.ids.lost, ...found.ids.duplicated, ...found.ids.committedButFailed];
		const rows = [...new Set(ids)].flatMap((id) => rowOf(id) ?? []);
		return {
			verdict: failed.length > 0 ? 'fail' : 'pass',
			expected,
			observed: `${parts.map((part) => part.observed).join(', ')}; ${found.sent} POSTs sent, ${found.committed} keys committed`,
			evidence: [...failed.flatMap((part) => part.evidence), ...requestLines(timeline.samples, rows, 5)].slice(0, 10),
		};
	},
});

function judgeCount(name: (typeof names)[number], wanted: number | Range, {ledger: found}: Facts): RuleJudgement {
	const fits = isIn(found[name], asRange(wanted));
	return {
		verdict: fits ? 'pass' : 'fail',
		expected: `${name} ${rangeWords(asRange(wanted))}`,
		observed: `${name} ${found[name]}`,
		evidence: fits ? [] : [`${name}: requests ${found.ids[name].slice(0, 20).join(', ')}`],
	};
}

// The app's journal says which POSTs it spoilt after their commit: those, all of them, and no others must be in the ledger.
function judgeFaulted({events, samples}: Timeline, {ledger: found}: Facts): RuleJudgement {
	const rowOf = rowFinder(samples);
	const committed = new Set<number>();
	const spoilt = new Set<number>();
	for (const event of events) {
		if (event.kind !== 'journal') continue;
		if (event.step === 'committed') committed.add(event.requestId);
		if (event.step !== 'faulted' || !committed.has(event.requestId)) continue;
		const row = rowOf(event.requestId);
		if (row !== undefined && isPost(samples, row)) spoilt.add(event.requestId);
	}

	const told = new Set(found.ids.committedButFailed);
	const missing = [...spoilt].filter((id) => !told.has(id));
	const surplus = [...told].filter((id) => !spoilt.has(id));
	return {
		verdict: spoilt.size > 0 && missing.length === 0 && surplus.length === 0 ? 'pass' : 'fail',
		expected: 'committedButFailed exactly the POSTs that the app spoilt after their commit, and at least one',
		observed: `committedButFailed ${told.size}, spoilt after commit ${spoilt.size}`,
		evidence: [
			...(missing.length > 0 ? [`spoilt after commit, but clients were told of success: requests ${missing.slice(0, 20).join(', ')}`] : []),
			...(surplus.length > 0
				? [`not spoilt by the app, but clients were told of failure: requests ${surplus.slice(0, 20).join(', ')}`]
				: []),
		],
	};
}
