// Who made an error: the gateway by itself, or an upstream whose answer (or silence) the gateway passed on.
import {eventsByRequest} from '../timeline/events-by-request.ts';
import {answeredByApp, outcomeOf, requestIdOf} from '../timeline/sample-rows.ts';
import type {Cause, Timeline} from '../timeline/timeline.ts';
import {upstreamAnswerFinder} from './upstream-answer.ts';

export type Maker = 'gateway' | 'upstream' | 'unknown';

/**
 * Gives, for a row that failed, who made the error.
 *
 * - A whole answer tells by itself: the app's own header is on it, or it is not. An error without it is the upstream's all the same where
 *   the gateway's logs say so: the app's server made it, and not the app.
 * - A cut or altered answer that the app began: the upstream, if its journal says so (`faulted`, `aborted`) or never says `answered`;
 *   the gateway, if the app's journal says that the whole answer was sent. Without a journal: unknown. Where the gateway's own log says
 *   that it did not get the whole, it was spoilt between the two, and stands with the upstream: it is not the gateway's doing.
 * - No answer within the client's deadline: the upstream, if the request reached it and it did not answer; else the gateway.
 * - A connection that the gateway refused, reset or closed without a byte is the gateway's doing: to the client, it is the only peer.
 */
export function errorMaker({samples, events}: Pick<Timeline, 'samples' | 'events'>): (row: number) => Maker {
	const journal = eventsByRequest(events, 'journal');
	const log = eventsByRequest(events, 'gateway-log');
	const upstreamAnswerOf = upstreamAnswerFinder({samples, events});
	return (row) => {
		const outcome = outcomeOf(samples, row);
		const steps = new Set((journal.get(requestIdOf(samples, row)) ?? []).map(({step}) => step));
		const spoiltOnItsWay = (log.get(requestIdOf(samples, row)) ?? []).some(({cause}) => cause !== null && notWhole.includes(cause));
		const spoiltByApp = steps.has('faulted') || steps.has('aborted') || !steps.has('answered');
		switch (outcome) {
			case 'status':
				return answeredByApp(samples, row) || upstreamAnswerOf(row) !== null ? 'upstream' : 'gateway';
			case 'cut':
			case 'altered':
			case 'malformed':
			case 'timeout-body':
				if (journal.size === 0 && answeredByApp(samples, row)) return 'unknown';
				if (steps.has('received')) return spoiltByApp || spoiltOnItsWay ? 'upstream' : 'gateway';
				return answeredByApp(samples, row) ? 'upstream' : 'gateway';
			case 'timeout-first-byte':
				if (journal.size === 0) return 'unknown';
				return steps.has('received') && spoiltByApp ? 'upstream' : 'gateway';
			case 'empty-reply':
			case 'refused':
			case 'reset':
			case 'unreachable':
			case 'dns':
			case 'tls':
			case 'timeout-connect':
				return 'gateway';
			case 'unsent':
			default:
				return 'unknown';
		}
	};
}

/** Causes by which a gateway says that an answer ended early. */
const notWhole: readonly Cause[] = ['http_response_incomplete', 'connection_terminated'];
