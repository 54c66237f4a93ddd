// The answer's header section did not fit into the gateway's buffer.
import {directive} from '../directives.ts';
import {clientsGot, gatewayWords, journalWords} from '../run/words.ts';
import {has} from '../run/trouble.ts';
import type {Trouble} from '../run/trouble.ts';
import type {DiagnosisRule} from '../rule.ts';

/** Well above what an app sends when all is well, where no limit is known. */
const largeBytes = 2000;

export const headerTooBig: DiagnosisRule = {
	kind: 'header-too-big',
	summary: "the answer's headers are larger than the gateway's buffer",
	find({gateway}, left) {
		const limit = 'responseHeaderBytes' in gateway.lacks ? null : gateway.options.responseHeaderBytes;
		const failed = left.filter(({what, outcome, status}) => what === 'failed' && (outcome !== 'status' || status >= 500));
		const named = failed.filter((trouble) => has(trouble, 'http_response_header_section_size'));
		// Some gateways call it a bad answer, or cut the body: then the app's own count tells.
		const sized = failed.filter((trouble) => bytesOf(trouble) >= Math.min(limit ?? largeBytes, largeBytes));
		const over = named.length > 0 ? [...new Set([...named, ...sized])] : sized;
		const [smallest] = over
			.map(bytesOf)
			.filter((bytes) => bytes > 0)
			.sort((a, b) => a - b);
		if (over.length === 0) return null;
		return {
			cause: `the app's headers${smallest === undefined ? '' : ` (from ${smallest} bytes on)`} do not fit into the gateway's ${limit === null ? 'buffer' : `${limit} bytes`}; clients got ${clientsGot(over)}`,
			confidence: named.length > 0 || (limit !== null && (smallest ?? 0) >= limit) ? 'certain' : 'likely',
			advice: `Raise ${directive('headerBuffer', gateway.name)}; the limit counts the status line and the blank line. Better still, send fewer and smaller headers: cookies are the usual cause.`,
			evidence: [
				...gatewayWords(over),
				...journalWords(over.map(({journal}) => journal.find(({headerBytes}) => headerBytes !== undefined))),
			],
			explains: over,
		};
	},
};

function bytesOf({journal}: Trouble): number {
	return Math.max(0, ...journal.map(({headerBytes}) => headerBytes ?? 0));
}
