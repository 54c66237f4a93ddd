// Do the time-outs fit: what is behind gives up before what is in front, so that it can still say why?
import {no, yes} from '../check.ts';
import type {Check} from '../check.ts';
import {timedLike} from '../run/words.ts';

export const timeoutLadder: Check = {
	name: 'timeout-ladder',
	question: 'Do the time-outs fit: app shorter than gateway, gateway shorter than client?',
	answer({gateway, upstreams, clientPatienceMs, troubles}) {
		const {connectTimeoutMs, readTimeoutMs, upstreamKeepalive} = gateway.options;
		const ladder = `connect ${connectTimeoutMs} ms, read ${readTimeoutMs} ms, client ${clientPatienceMs} ms`;
		const wrong = upstreams.flatMap(({name, requestTimeoutMs, idleTimeoutMs, serviceMs}) => [
			...(requestTimeoutMs !== null && requestTimeoutMs >= readTimeoutMs
				? [`${name} ends requests after ${requestTimeoutMs} ms, later than the gateway (${readTimeoutMs} ms)`]
				: []),
			...(serviceMs >= readTimeoutMs ? [`${name} needs ${serviceMs} ms, and the gateway waits ${readTimeoutMs} ms`] : []),
			...(upstreamKeepalive > 0 && idleTimeoutMs < 60_000 && idleTimeoutMs > 0
				? [`${name} closes idle connections after ${idleTimeoutMs} ms; the gateway must do so before`]
				: []),
		]);
		const front =
			clientPatienceMs <= readTimeoutMs ? [`clients wait ${clientPatienceMs} ms, no longer than the gateway (${readTimeoutMs} ms)`] : [];
		const took = timedLike(
			troubles.filter(({what}) => what === 'failed'),
			{'connect time-out': connectTimeoutMs, 'read time-out': readTimeoutMs, "clients' own time-out": clientPatienceMs},
		);
		const measured = took === '' ? [] : [`of the requests that failed${took}`];
		return wrong.length + front.length > 0 ? no(...wrong, ...front, ladder, ...measured) : yes(ladder, ...measured);
	},
};
