// What the app sent is no HTTP, or breaks its rules.
import {clientsGot, gatewayWords, requestWords} from '../run/words.ts';
import {answeredBefore, has} from '../run/trouble.ts';
import type {DiagnosisRule} from '../rule.ts';

export const malformedAnswer: DiagnosisRule = {
	kind: 'malformed-answer',
	summary: 'the app sent what is no HTTP, or an answer that breaks its rules (status line, header, lengths, chunks)',
	find(_evidence, left) {
		const hit = left.filter(
			(trouble) => has(trouble, 'http_protocol_error', 'http_response_transfer_coding') || trouble.outcome === 'malformed',
		);
		// Gateways that pass it on leave it to the client to see.
		const passed = hit.length === 0 ? left.filter((trouble) => trouble.outcome === 'altered' && answeredBefore(trouble) === null) : [];
		const all = [...hit, ...passed];
		if (all.length === 0) return null;
		const said = all.filter(({lines}) => lines.length > 0);
		return {
			cause: `an app sent answers that are no proper HTTP; clients got ${clientsGot(all)}`,
			confidence: said.length > 0 ? 'certain' : 'likely',
			advice:
				'Look at the bytes (curl -v --raw, or nc, straight at the app): a status line, a header without a colon or with a NUL, two lengths, a chunk size that is no number, or another protocol on that port. It is the app’s bug, or that of what stands before it; no setting of the gateway mends it.',
			evidence: [...gatewayWords(all), ...requestWords(all)],
			explains: all,
		};
	},
};
