// What the app sent is no HTTP, or breaks its rules.
import {clientsGot, gatewayWords, requestWords} from '../run/words.ts';
import {answeredBefore, arrived, has} from '../run/trouble.ts';
import type {Trouble} from '../run/trouble.ts';
import {brokeOffInHead} from '../run/broke-off-in-head.ts';
import {onlyAnnounced} from '../run/only-announced.ts';
import type {DiagnosisRule} from '../rule.ts';

export const malformedAnswer: DiagnosisRule = {
	kind: 'malformed-answer',
	summary: 'the app sent what is no HTTP, or an answer that breaks its rules (status line, header, lengths, chunks)',
	find(_evidence, left) {
		// Where the gateway names something else, what the client cannot read is the gateway's own.
		const hit = left.filter(
			(trouble) =>
				brokeOffInHead(trouble) ||
				(has(trouble, 'http_protocol_error', 'http_response_transfer_coding') && !onlyAnnounced(trouble)) ||
				(trouble.outcome === 'malformed' && trouble.causes.size === 0),
		);
		// Gateways that pass it on leave it to the client to see.
		const passed = hit.length === 0 ? left.filter((trouble) => passedOn(trouble) && answeredBefore(trouble) === null) : [];
		const all = [...hit, ...passed];
		if (all.length === 0) return null;
		const said = all.filter(({lines}) => lines.length > 0);
		return {
			cause: `an app sent answers that are no proper HTTP; clients got ${clientsGot(all)}`,
			confidence: said.length > 0 ? 'certain' : 'likely',
			advice,
			evidence: [...gatewayWords(all), ...requestWords(all)],
			explains: all,
			rivals: all.some(brokeOffInHead)
				? [
						{
							kind: 'app-closed-early',
							tell: 'Look at the bytes (nc, straight at the app): the start of a proper head is an answer that the app did not get to write.',
						},
					]
				: [],
		};
	},
};

const advice =
	'Look at the bytes (curl -v --raw, or nc, straight at the app): a status line, a header without a colon or with a NUL, two lengths, a chunk size that is no number, or another protocol on that port. It is the app’s bug, or that of what stands before it; no setting of the gateway mends it.';

/** Other bytes than the app's; or all well by the gateway's word, of a request that an app took over and never answered. */
const passedOn = (trouble: Trouble) =>
	trouble.outcome === 'altered' || (trouble.outcome === 'status' && trouble.status < 400 && !trouble.byApp && arrived(trouble));
