// Which requests an order treats, and what a treated request still does. Pure, so that harness, supervisor and app agree.
import type {AppSettings} from './app-settings.ts';
import type {Behaviour, BehaviourOrder} from './upstream.ts';

export interface TreatedRequest {
	readonly id: number;
	readonly method: string;
	/** Key of a keyed POST. */
	readonly key: string | null;
	/** Whether its connection had carried a request before. */
	readonly reused: boolean;
	/** Its Host header, with the port if there is one. */
	readonly host: string;
}

/** Behaviours that need control over single bytes and over how the connection ends. */
export type WireBehaviour = Extract<Behaviour, {readonly do: (typeof wireBehaviours)[number]}>;
const wireBehaviours = ['reset', 'close', 'close-reused', 'cut', 'malformed', 'raw', 'stop-reading'] as const;

/** The behaviour for this request, or null where it is answered normally. */
export function treatmentOf(order: BehaviourOrder | null, request: TreatedRequest): Behaviour | null {
	if (order === null || !inShare(request.id, order.share)) {
		return null;
	}

	if (order.methods !== null && !order.methods.includes(request.method)) {
		return null;
	}

	return meets(order.behaviour, request) ? order.behaviour : null;
}

function meets(behaviour: Behaviour, {key, reused, host}: TreatedRequest): boolean {
	switch (behaviour.do) {
		case 'reset': {
			return behaviour.when !== 'accept' && (behaviour.when !== 'commit' || key !== null);
		}

		// Of connections, not of requests.
		case 'handshake': {
			return false;
		}

		case 'close-reused': {
			return reused;
		}

		case 'refuse-host': {
			return !behaviour.hosts.includes(host.replace(/:\d+$/, ''));
		}

		case 'probe-status': {
			return false;
		}

		default: {
			return true;
		}
	}
}

/** Steps of the golden ratio spread any run of consecutive ids evenly over [0, 1): id × 0.618… mod 1 < share. */
export function inShare(id: number, share: number): boolean {
	return (Math.abs(id) * 0.618_033_988_749_894_9) % 1 < share;
}

/** Whether a keyed POST is committed before the app misbehaves. What starts an answer has done the work; what refuses to work has not. */
export function commits(behaviour: Behaviour): boolean {
	switch (behaviour.do) {
		case 'slow-first-byte':
		case 'drip':
		case 'headers':
		case 'block':
		case 'cut':
		case 'malformed':
		case 'raw': {
			return true;
		}

		case 'hang': {
			return behaviour.after === 'headers';
		}

		case 'status': {
			return behaviour.status < 400;
		}

		case 'reset': {
			return behaviour.when === 'commit' || behaviour.when === 'body';
		}

		default: {
			return false;
		}
	}
}

export function isWireBehaviour(behaviour: Behaviour): behaviour is WireBehaviour {
	const names: readonly string[] = wireBehaviours;
	return names.includes(behaviour.do);
}

/** What is wrong with an order for such an app, in words; null where nothing is. */
export function orderProblem(order: BehaviourOrder, {kind, abilities}: Pick<AppSettings, 'kind' | 'abilities'>): string | null {
	if (!(order.share >= 0 && order.share <= 1)) {
		return `share: expected a number from 0 to 1, got ${order.share}`;
	}

	const {behaviour} = order;
	return abilities.includes(behaviour.do) ? null : `an app of kind '${kind}' cannot '${behaviour.do}'; it can: ${abilities.join(', ')}`;
}
