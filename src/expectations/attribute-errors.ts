// Who made an error: the gateway by itself, a gateway behind it, or an app whose answer (or silence) the gateways passed on.
import type {StackPlan} from '../scenario/plan.ts';
import {eventsByRequest} from '../timeline/events-by-request.ts';
import {answeredByApp, outcomeOf, requestIdOf, statusOf} from '../timeline/sample-rows.ts';
import type {Outcome} from '../timeline/sample.ts';
import type {Cause, GatewayLogEvent, Timeline} from '../timeline/timeline.ts';
import {upstreamAnswerFinder} from './upstream-answer.ts';

/** Who an answer can be expected from: the gateway under test, one behind it, or an app. */
export const makers = ['gateway', 'inner', 'upstream'] as const;
export type Maker = (typeof makers)[number] | 'unknown';

/** After "from the". */
export const makerWords: Readonly<Record<Maker, string>> = {
	gateway: 'gateway',
	inner: 'inner gateway',
	upstream: 'upstream',
	unknown: 'unknown',
};

/**
 * Gives, for a row that failed, who made the error.
 *
 * - A whole answer tells by itself: the app's own header is on it, or it is not. One without it that an inner gateway gave with the same
 *   status, by its own access log, is that one's, unless the gateway under test names a cause for each time that it asked there. An error
 *   without it is the upstream's all the same where the logs of the gateway next to it say so: the app's server made it, and not the app.
 * - A cut or altered answer that the app began: the upstream, if its journal says so (`faulted`, `aborted`) or never says `answered`;
 *   the gateway, if the app's journal says that the whole answer was sent. Without a journal: unknown. Where the gateway's own log says
 *   that it did not get the whole, it was spoilt between the two, and stands with the upstream: it is not the gateway's doing. Where
 *   only the one under test says so, and an inner gateway says nothing, it is the inner one's.
 * - No answer within the client's deadline: the upstream, if the request reached it and it did not answer; else the gateway.
 * - A connection that the gateway refused, reset or closed without a byte is the gateway's doing: to the client, it is the only peer.
 * - On a stack that is not ours there is neither header nor journal: an error is the gateway's where its log names a cause for it, or where no
 *   upstream would answer so; an upstream's where the gateway's log has the same status of it; and else nobody's that is known.
 */
export function errorMaker({samples, events, plan}: Pick<Timeline, 'samples' | 'events' | 'plan'>): (row: number) => Maker {
	if (plan.stack !== undefined) return foreignErrorMaker({samples, events}, plan.stack);
	const journal = eventsByRequest(events, 'journal');
	const log = eventsByRequest(events, 'gateway-log');
	const innerLog = eventsByRequest(events, 'gateway-log', 'inner');
	const innerAccess = eventsByRequest(events, 'access', 'inner');
	const serverAnswerOf = upstreamAnswerFinder({samples, events});
	const innerServerAnswerOf = upstreamAnswerFinder({samples, events}, 'inner');
	return (row) => {
		const outcome = outcomeOf(samples, row);
		const id = requestIdOf(samples, row);
		const steps = new Set((journal.get(id) ?? []).map(({step}) => step));
		const visits = innerAccess.get(id) ?? [];
		const cutBeforeGateway = saysNotWhole(log.get(id));
		const spoiltOnItsWay = visits.length === 0 ? cutBeforeGateway : saysNotWhole(innerLog.get(id));
		const spoiltByApp = steps.has('faulted') || steps.has('aborted') || !steps.has('answered');
		switch (outcome) {
			case 'status':
				if (answeredByApp(samples, row)) return 'upstream';
				if (visits.length === 0) return serverAnswerOf(row) === null ? 'gateway' : 'upstream';
				if (visits.at(-1)?.status !== statusOf(samples, row) || causesIn(log.get(id)) >= visits.length) return 'gateway';
				return innerServerAnswerOf(row) === null ? 'inner' : 'upstream';
			case 'cut':
			case 'altered':
			case 'malformed':
			case 'timeout-body':
				if (journal.size === 0 && answeredByApp(samples, row)) return 'unknown';
				if (steps.has('received')) return spoiltByApp || spoiltOnItsWay ? 'upstream' : cutBeforeGateway ? 'inner' : 'gateway';
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

const notAnswered: readonly Outcome[] = ['empty-reply', 'refused', 'reset', 'unreachable', 'dns', 'tls', 'timeout-connect'];

function foreignErrorMaker({samples, events}: Pick<Timeline, 'samples' | 'events'>, {ownStatuses}: StackPlan): (row: number) => Maker {
	const log = eventsByRequest(events, 'gateway-log');
	const serverAnswerOf = upstreamAnswerFinder({samples, events});
	return (row) => {
		const outcome = outcomeOf(samples, row);
		if (notAnswered.includes(outcome)) return 'gateway';
		if (outcome !== 'status') return 'unknown';
		if (causesIn(log.get(requestIdOf(samples, row))) > 0 || ownStatuses.includes(statusOf(samples, row))) return 'gateway';
		return serverAnswerOf(row) === null ? 'unknown' : 'upstream';
	};
}

function causesIn(lines: readonly GatewayLogEvent[] = []): number {
	return lines.filter(({cause}) => cause !== null).length;
}

function saysNotWhole(lines: readonly GatewayLogEvent[] = []): boolean {
	return lines.some(({cause}) => cause !== null && notWhole.includes(cause));
}

/** Causes by which a gateway says that an answer ended early. */
const notWhole: readonly Cause[] = ['http_response_incomplete', 'connection_terminated'];
