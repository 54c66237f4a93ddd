// The app takes much longer than before, and requests still go well.
import {directive} from '../directives.ts';
import type {DiagnosisRule} from '../rule.ts';
import {journalWords, medianMs, names, requestWords} from '../run/words.ts';
import {serviceMsOf} from '../run/trouble.ts';
import type {Trouble} from '../run/trouble.ts';

/** The app had it for most of the time. */
const inTheApp = (trouble: Trouble) => (serviceMsOf(trouble) ?? 0) >= (trouble.endMs - trouble.sentMs) / 2;

export const appSlower: DiagnosisRule = {
	kind: 'app-slow',
	summary: 'the app takes much longer than before; requests still go well',
	find({gateway, upstreams}, left) {
		const slow = left.filter(({what}) => what === 'slow');
		const hit = slow.filter(inTheApp);
		if (hit.length === 0 || hit.length < slow.length / 2) return null;
		const parts = names(hit.flatMap(({journal}) => journal.map(({part}) => part)));
		return {
			cause: `${parts} took ${medianMs(hit)?.toFixed(0)} ms for half of ${hit.length} requests, much longer than before`,
			confidence: 'certain',
			advice: `Find what it waits for; ${upstreams.length > 1 ? 'send it less meanwhile (least_conn, leastconn, a weight), or take it out; ' : ''}${directive('readTimeout', gateway.name)} is not reached yet.`,
			evidence: [...requestWords(hit), ...journalWords(hit.flatMap(({journal}) => journal))],
			explains: slow,
		};
	},
};
