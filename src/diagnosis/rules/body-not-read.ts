// The app reads the head of requests and not their bodies, and the gateway cannot send on.
import {directive} from '../directives.ts';
import type {DiagnosisRule} from '../rule.ts';
import type {RunEvidence} from '../run/evidence.ts';
import {clientsGot, gatewayWords, journalWords, requestWords, timedLike} from '../run/words.ts';
import {arrived} from '../run/trouble.ts';
import type {Trouble} from '../run/trouble.ts';
import {timedOutByClient, timedOutByGateway, timeoutsOf} from '../run/timed-out.ts';

/** Beyond what the kernels' buffers between gateway and app take. */
const largeBodyBytes = 65_536;

export const bodyNotRead: DiagnosisRule = {
	kind: 'request-not-read',
	summary: 'the app read the head of requests and not their large bodies, and the gateway waited in vain',
	find(evidence, left) {
		const waited = [...timedOutByGateway(left), ...closedAtTimeout(evidence, left), ...timedOutByClient(left)];
		const posts = waited.filter((trouble) => trouble.isPost && !trouble.journal.some(({step}) => step === 'committed'));
		// Whatever else an app took over, it answered; what never reached it says nothing of that.
		const others = waited.filter((trouble) => !posts.includes(trouble));
		if (evidence.requestBodyBytes < largeBodyBytes || posts.length < 3 || others.length > posts.length || others.some(arrived)) return null;
		return {
			cause: `${posts.length} POSTs with bodies of ${evidence.requestBodyBytes} bytes were not answered in time, and GETs were: the app does not read the bodies; clients got ${clientsGot(posts)}${timedLike(posts, timeoutsOf(evidence))}`,
			confidence: 'likely',
			advice: `Look why the app stops reading (a full disk, a limit, a blocked loop); let it answer 413 and close, rather than leave the body unread. ${directive('readTimeout', evidence.gateway.name)} bounds it.`,
			evidence: [...gatewayWords(posts), ...requestWords(posts), ...journalWords(posts.map(({journal}) => journal[0]))],
			against: ['a write that is slow looks alike'],
			explains: posts,
		};
	},
};

/** Connections that the gateway gave up just when a time-out of its own was over, without a word, or as if the app had ended them. */
function closedAtTimeout({gateway}: RunEvidence, left: readonly Trouble[]): readonly Trouble[] {
	const {readTimeoutMs, connectTimeoutMs} = gateway.options;
	return left.filter(
		({outcome, causes, sentMs, endMs}) =>
			((outcome === 'empty-reply' && causes.size === 0) || causes.has('connection_terminated')) &&
			[readTimeoutMs, connectTimeoutMs].some((ms) => Math.abs(endMs - sentMs - ms) < ms * 0.08),
	);
}
