// The app speaks TLS, takes connections, and does not answer the gateway's hello. Few gateways say so. Some count the handshake as a part of
// connecting, some as a part of the wait for an answer, one has a word for all that is wrong with a handshake, and one does not bound it.
import type {DiagnosisRule, Rival} from '../rule.ts';
import {countMeanwhile} from '../run/elsewhere.ts';
import type {RunEvidence} from '../run/evidence.ts';
import {timedOutByGateway, timeoutsOf} from '../run/timed-out.ts';
import {clientsGot, gatewayWords, journalWords, medianMs, timedLike} from '../run/words.ts';
import {has, unheard} from '../run/trouble.ts';
import type {Trouble} from '../run/trouble.ts';

export const handshakeHangs: DiagnosisRule = {
	kind: 'tls-handshake-hang',
	summary: 'TLS connections to the app never come about: it takes them, and does not answer the gateway’s hello',
	find(evidence, left) {
		if (evidence.gateway.endpoints.every(({tls}) => tls === null)) return null;
		const seen = asConnecting(left) ?? asFailure(evidence, left) ?? asWait(left) ?? asStall(evidence, left);
		if (seen === null) return null;
		const held = seen.how === 'stall' ? [] : left.filter((trouble) => heldUp(trouble) && !seen.hit.includes(trouble));
		const all = [...seen.hit, ...held];
		return {
			cause: `TLS connections to the app did not come about${whileWords[seen.how]}; clients got ${clientsGot(all)}${timedLike(seen.hit, {'connect time-out': evidence.gateway.options.connectTimeoutMs, ...timeoutsOf(evidence)})}`,
			confidence: 'likely',
			advice:
				'openssl s_client -connect APP tells whether it connects and then waits for the app’s hello. If so, look at the app: a key service, entropy, a blocked loop.',
			evidence: [...gatewayWords(all), ...journalWords(all.map(({journal}) => journal[0]))],
			against: ['this gateway’s log does not name the handshake as what took so long'],
			explains: all,
			rivals: rivals[seen.how],
		};
	},
};

type How = 'connecting' | 'failure' | 'wait' | 'stall';
interface Seen {
	readonly how: How;
	readonly hit: readonly Trouble[];
}

const whileWords: Readonly<Record<How, string>> = {
	connecting: ' in time',
	failure: ': handshakes failed, and only when a time-out was over',
	wait: ': the gateway waited, and the app never heard of the requests, not even afterwards',
	stall: ' for a while: requests waited before they reached the app, and then all went on at once',
};

const stuck: Rival = {kind: 'app-stuck', tell: 'A stopped or blocked app answers no hello either: look at the state of its process.'};
const rivals: Readonly<Record<How, readonly Rival[]>> = {
	connecting: [{kind: 'packets-dropped', tell: 'nc -zv APP PORT: where packets are dropped, it does not connect either.'}, stuck],
	failure: [
		{kind: 'tls-failed', tell: 'openssl s_client -connect APP: it waits where the hello is not answered, and else says what is wrong.'},
	],
	wait: [stuck],
	stall: [
		{kind: 'network-slow', tell: 'On a slow way each request takes longer by about as much; here they waited for one moment.'},
		stuck,
	],
};

function asConnecting(left: readonly Trouble[]): Seen | null {
	const hit = left.filter((trouble) => has(trouble, 'connection_timeout'));
	const tells = hit.some(({lines}) => lines.some(({raw}) => /while connecting|handshak/i.test(raw)));
	return hit.length === 0 || tells ? null : {how: 'connecting', hit};
}

/** What is wrong with a certificate, a name or a version is known at once. */
function asFailure({gateway, ...evidence}: RunEvidence, left: readonly Trouble[]): Seen | null {
	const hit = left.filter((trouble) => has(trouble, 'tls_protocol_error'));
	const tookMs = medianMs(hit);
	const {connectTimeoutMs} = gateway.options;
	const limits = [connectTimeoutMs, timeoutsOf({gateway, ...evidence})['read time-out']];
	const timed = tookMs !== null && limits.some((ms) => Math.abs(tookMs - ms) <= Math.max(20, ms * 0.06));
	if (!timed) return null;
	// Once an app has failed so, some gateways leave it out for a while.
	const [fromMs, toMs] = [hit[0]?.sentMs ?? 0, hit.at(-1)?.endMs ?? 0];
	const leftOut = left.filter((trouble) => has(trouble, 'destination_unavailable') && trouble.sentMs >= fromMs && trouble.sentMs <= toMs);
	return {how: 'failure', hit: [...hit, ...leftOut]};
}

/** What an app had got and not yet read, it reads when it goes on. A request is sent only when the handshake is done. */
function asWait(left: readonly Trouble[]): Seen | null {
	const waited = timedOutByGateway(left);
	const unsent = waited.filter(unheard);
	return unsent.length === 0 || unsent.length < waited.length * 0.95 ? null : {how: 'wait', hit: waited};
}

/** Requests of a long time reached the app within a short one, at its end. */
function asStall({samples}: RunEvidence, left: readonly Trouble[]): Seen | null {
	const slow = left.filter(({what}) => what === 'slow');
	const hit = slow.filter(heldUp);
	if (hit.length < 10 || hit.length < slow.length * 0.8 || hit.length < countMeanwhile(samples, hit) * 0.6) return null;
	const sent = spread(hit.map(({sentMs}) => sentMs));
	const arrivals = spread(hit.map((trouble) => arrivalMs(trouble) ?? 0));
	return arrivals < sent / 2 ? {how: 'stall', hit: slow} : null;
}

/** It went well in the end, and spent most of its time before it reached the app. */
function heldUp(trouble: Trouble): boolean {
	const reachedMs = arrivalMs(trouble);
	return trouble.what === 'slow' && reachedMs !== null && reachedMs - trouble.sentMs > (trouble.endMs - trouble.sentMs) / 2;
}

const arrivalMs = ({journal}: Trouble) => journal.findLast(({step}) => step === 'received')?.atMs ?? null;

/** How far the middle eight tenths lie apart. */
function spread(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	return (sorted[Math.floor(sorted.length * 0.9)] ?? 0) - (sorted[Math.floor(sorted.length * 0.1)] ?? 0);
}
