// How an outcome looks wherever it is shown: its place in a stack, its words, its colour and its pattern.
// The pattern goes with the outcome, not with its place, so that a 502 looks the same in every chart.

export interface OutcomeLook {
	/** Low numbers stand at the foot of a stack and first in a legend. */
	readonly order: number;
	/** What a person calls it. */
	readonly label: string;
	/** Name of the colour and pattern in the style sheet and in the pattern table. */
	readonly look: string;
}

const named: Readonly<Record<string, {readonly label: string; readonly look: string}>> = {
	cut: {label: 'cut body', look: 'cut'},
	altered: {label: 'altered body', look: 'altered'},
	'empty-reply': {label: 'empty reply', look: 'empty'},
	refused: {label: 'refused', look: 'refused'},
	reset: {label: 'reset', look: 'reset'},
	unreachable: {label: 'unreachable', look: 'unreachable'},
	dns: {label: 'name not found', look: 'unreachable'},
	tls: {label: 'TLS failure', look: 'altered'},
	malformed: {label: 'not HTTP', look: 'altered'},
	'timeout-connect': {label: 'client time-out (connect)', look: 'timeout'},
	'timeout-first-byte': {label: 'client time-out (first byte)', look: 'timeout'},
	'timeout-body': {label: 'client time-out (body)', look: 'timeout'},
	unsent: {label: 'not sent', look: 'unsent'},
};
const namedOrder = Object.keys(named);

/** `key` as in the report: a status in decimal, or the name of an outcome. */
export function outcomeLook(key: string): OutcomeLook {
	const known = named[key];
	if (known !== undefined) {
		return {...known, order: 1000 + namedOrder.indexOf(key)};
	}

	const status = Number(key);
	return Number.isInteger(status) ? {order: status, label: key, look: statusLook(status)} : {order: 2000, label: key, look: 'other'};
}

/** Keys of `outcomes`, foot of the stack first; what never happened is left out. */
export function orderedOutcomes(outcomes: Readonly<Record<string, number>>): readonly string[] {
	return Object.keys(outcomes)
		.filter((key) => (outcomes[key] ?? 0) > 0)
		.sort((a, b) => outcomeLook(a).order - outcomeLook(b).order);
}

export function isGoodStatus(key: string): boolean {
	return /^2\d\d$/.test(key);
}

function statusLook(status: number): string {
	if (status === 502 || status === 503 || status === 504) {
		return `s${status}`;
	}

	const byClass: Readonly<Record<number, string>> = {2: 'good', 3: 's3xx', 4: 's4xx', 5: 's5xx'};
	return byClass[Math.floor(status / 100)] ?? 'other';
}
