// What the path of a request asks of the sample apps, beside the plain answer: a long download, a stream of events, work that one worker
// does, one request at a time, or what only the database knows. It is in the path, because that reaches the app through any gateway, and is the same for the whole load.

export interface Route {
	/** Length of the answer's body; null: from 200 to 399 bytes, different from request to request. */
	readonly bodyBytes: number | null;
	/** How long the body takes, evenly; 0: at once. */
	readonly overMs: number;
	/** Server-sent events, of no stated length. */
	readonly isEvents: boolean;
	/** How long the only worker is busy with it; null: as many at once as there are. */
	readonly workMs: number | null;
	/** Whether an app that has a database asks it first. */
	readonly asksDatabase: boolean;
}

const plain: Route = {bodyBytes: null, overMs: 0, isEvents: false, workMs: null, asksDatabase: false};
const mostBytes = 16 * 1024 * 1024;
const longestMs = 3_600_000;
/** `data: ` and what follows it, up to the blank line. */
export const eventBytes = 32;

/** `/download/BYTES/MS`, `/events/COUNT/MS`, `/work/MS`, `/data`; any other path is a plain one. */
export function routeOf(target: string): Route {
	const [, kind, first = '', second = '0'] = target.replace(/[?#].*$/, '').split('/');
	const [amount, overMs] = [Number(first), Number(second)];
	if (!isWhole(amount, mostBytes) || !isWhole(overMs, longestMs)) {
		return plain;
	}

	switch (kind) {
		case 'download': {
			return {...plain, bodyBytes: amount, overMs};
		}

		case 'events': {
			return {...plain, bodyBytes: Math.min(amount * eventBytes, mostBytes), overMs, isEvents: true};
		}

		case 'work': {
			return {...plain, workMs: Math.min(amount, longestMs)};
		}

		case 'data': {
			return {...plain, asksDatabase: true};
		}

		default: {
			return plain;
		}
	}
}

function isWhole(value: number, most: number): boolean {
	return Number.isInteger(value) && value >= 0 && value <= most;
}
