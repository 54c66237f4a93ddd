// What app servers (PHP-FPM, uWSGI, Gunicorn, Puma, …) say of their workers, and the requests that failed at about that time. One row each.
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import type {Cause, ServerMeaning} from '../../timeline/timeline.ts';
import type {DiagnosisRule} from '../rule.ts';
import {isBroken} from '../run/broken.ts';
import {clientsGot, gatewayWords, names} from '../run/words.ts';
import {has} from '../run/trouble.ts';
import type {Trouble} from '../run/trouble.ts';

interface Row {
	readonly kind: string;
	readonly summary: string;
	readonly says: readonly ServerMeaning[];
	/** Words that mean the same where a line has no meaning of its own. */
	readonly words?: RegExp;
	/** Of requests that it explains, beside those whose connection broke. Empty: all that failed. */
	readonly causes: readonly Cause[];
	/** It makes requests wait, too, that go well in the end. */
	readonly alsoSlow?: boolean;
	/** A request is explained where the server spoke within this time of its end. */
	readonly withinMs: number;
	readonly cause: string;
	readonly advice: string;
}

const ends: readonly Cause[] = ['connection_terminated', 'http_response_incomplete', 'connection_refused', 'http_protocol_error'];

const rows: readonly Row[] = [
	{
		kind: 'worker-timeout',
		summary: 'an app server ended a request that took too long, and its worker with it',
		says: ['request-timeout'],
		words: /\bHARAKIRI\b|WORKER TIMEOUT|request_terminate_timeout|execution timed out/,
		causes: [],
		withinMs: 3500,
		cause: 'the app server ended requests that took longer than it allows, and their workers',
		advice:
			'Find what the request waits for; keep the ladder: what the app waits for < the server’s limit (request_terminate_timeout, harakiri, timeout of Gunicorn) < the gateway’s read time-out, so that the app can still say what went wrong.',
	},
	{
		kind: 'app-reloaded',
		summary: 'an app server was reloaded under load, and requests under way were cut',
		says: ['reloaded', 'stopping'],
		words: /^\S+ .*Reloading in progress/,
		causes: ends,
		alsoSlow: true,
		withinMs: 2500,
		cause: 'the app server was reloaded, and requests under way were cut or had to wait',
		advice:
			'Give requests under way time to end (process_control_timeout of PHP-FPM, graceful_timeout of Gunicorn, worker-reload-mercy of uWSGI, worker_shutdown_timeout of Puma).',
	},
	{
		kind: 'worker-crashed',
		summary: 'a worker of an app server died in mid-request; the server lived on and started another',
		says: ['worker-killed'],
		causes: ends,
		withinMs: 2500,
		cause: 'workers of the app server died in mid-request',
		advice:
			'Look at the signal in the server’s log: SIGSEGV is a native module (core file), SIGKILL the OOM killer or a person (kernel log). "Perhaps out of memory?" of Gunicorn is a guess.',
	},
	{
		kind: 'workers-busy',
		summary: 'all workers of an app server were busy; requests waited or were refused',
		says: ['workers-busy', 'queue-full'],
		causes: [],
		withinMs: 60_000,
		cause: 'all workers of the app server were busy; its queue filled up',
		advice:
			'Raise the number of workers (pm.max_children, --workers, --threads) if memory allows, find what holds them, and lengthen listen.backlog only for bursts.',
	},
];

export const appServerRules: readonly DiagnosisRule[] = rows.map(
	({kind, summary, says, words, causes, alsoSlow = false, withinMs, cause, advice}) => ({
		kind,
		summary,
		find({events}, left) {
			const told = eventsOfKind(events, 'server-log').filter(
				({meaning, raw}) => (meaning !== null && says.includes(meaning)) || words?.test(raw) === true,
			);
			if (told.length === 0) return null;
			const fits = (trouble: Trouble) =>
				(causes.length === 0
					? trouble.what === 'failed' || trouble.lines.length > 0
					: has(trouble, ...causes) || isBroken(trouble) || (alsoSlow && trouble.what === 'slow')) &&
				told.some(
					({atMs, uncertaintyMs}) => trouble.endMs >= atMs - withinMs - uncertaintyMs && trouble.sentMs <= atMs + withinMs + uncertaintyMs,
				);
			const hit = left.filter(fits);
			if (hit.length === 0) return null;
			return {
				cause: `${cause} (${names(told.map(({part}) => part))}, ${told.length} lines); clients got ${clientsGot(hit)}`,
				confidence: 'certain',
				advice,
				evidence: [...told.slice(0, 4).map(({raw}) => raw), ...gatewayWords(hit)],
				explains: hit,
			};
		},
	}),
);
