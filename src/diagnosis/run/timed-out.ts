// Troubles that ended because somebody waited no longer: the gateway, or the client.
import type {RunEvidence} from './evidence.ts';
import {has} from './trouble.ts';
import type {Trouble} from './trouble.ts';

/** The gateway gave up. It told the client with a 504, or closed the connection where it could not. */
export const timedOutByGateway = (left: readonly Trouble[]) =>
	left.filter(
		(trouble) =>
			trouble.outcome !== 'timeout-first-byte' &&
			(trouble.timedOutSilently ||
				has(trouble, 'http_response_timeout', 'connection_read_timeout') ||
				(trouble.status === 504 && !trouble.byApp && trouble.causes.size === 0)),
	);

export const timedOutByClient = (left: readonly Trouble[]) =>
	left.filter(({outcome}) => outcome === 'timeout-first-byte' || outcome === 'timeout-connect');

export const timeoutsOf = ({gateway, clientPatienceMs}: RunEvidence) => ({
	'read time-out': gateway.options.readTimeoutMs,
	"clients' own time-out": clientPatienceMs,
});
