// Heads of requests do not fit into the buffer of an app server. It drops their connections, and tells its own log alone. Where that began
// with a start of the server, a deploy brought it, and what that deploy and the next one cut is a part of the story.
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import type {ServerLogEvent} from '../../timeline/timeline.ts';
import {lifeLines} from '../run/lives.ts';
import type {AppLife} from '../run/lives.ts';
import {has} from '../run/trouble.ts';
import type {Trouble} from '../run/trouble.ts';
import {clientsGot, gatewayWords, names} from '../run/words.ts';
import type {DiagnosisRule} from '../rule.ts';

/** Times of servers' logs are whole seconds. */
const besideMs = 1500;

export const requestTooBig: DiagnosisRule = {
	kind: 'request-too-big',
	summary: "requests do not fit into the app server's buffer",
	find({events, lives}, left) {
		const told = eventsOfKind(events, 'server-log').filter(({meaning}) => meaning === 'request-refused');
		const hit = left.filter((trouble) => dropped(trouble) && told.some((line) => isBeside(line, trouble)));
		if (hit.length === 0) return null;
		const deploys = deploysAround(told, lives);
		const alsoCut = left.filter(
			(trouble) =>
				trouble.what !== 'slow' &&
				!trouble.byApp &&
				!hit.includes(trouble) &&
				deploys.some(({fromMs, toMs}) => trouble.sentMs <= toMs + besideMs && trouble.endMs >= fromMs - besideMs),
		);
		const all = [...hit, ...alsoCut];
		return {
			cause: `requests did not fit into the buffer of the app server, which dropped their connections (${names(told.map(({part}) => part))}, ${told.length} lines)${deploys.length === 0 ? '' : ', since it was started anew'}; clients got ${clientsGot(all)}`,
			confidence: 'certain',
			advice:
				'Raise it (buffer-size of uWSGI, limit_request_line and limit_request_field_size of Gunicorn, maxHttpHeaderSize of Tomcat), or send shorter paths, queries and cookies.',
			evidence: [...told.slice(0, 4).map(({raw}) => raw), ...(deploys.length === 0 ? [] : lifeLines(lives)), ...gatewayWords(all)],
			explains: all,
		};
	},
};

/** By the gateway's words, or as an error of its own where it has none. */
const dropped = (trouble: Trouble) =>
	has(trouble, 'connection_terminated', 'http_response_incomplete', 'http_protocol_error') ||
	(trouble.what === 'failed' && !trouble.byApp && trouble.causes.size === 0);

const isBeside = ({atMs, uncertaintyMs}: ServerLogEvent, {sentMs, endMs}: Trouble) =>
	endMs >= atMs - besideMs - uncertaintyMs && sentMs <= atMs + besideMs + uncertaintyMs;

/** Times in which the server was down, where none of these lines came before the first or after the last of them. */
function deploysAround(told: readonly ServerLogEvent[], lives: readonly AppLife[]): AppLife['downs'] {
	const first = told[0];
	const last = told.at(-1);
	if (first === undefined || last === undefined) return [];
	const downs = lives.flatMap((life) => (life.how === 'stopped' ? life.downs : []));
	const before = downs.filter(({toMs}) => toMs <= first.atMs + first.uncertaintyMs + besideMs);
	if (before.length === 0) return [];
	// A server that is told to stop closes its connections some time before it closes its port.
	return [...before.slice(-1), ...downs.filter(({fromMs}) => fromMs >= last.atMs - last.uncertaintyMs)].map(({fromMs, toMs}) => ({
		fromMs: fromMs - besideMs,
		toMs,
	}));
}
