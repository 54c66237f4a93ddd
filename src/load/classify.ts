// From what a socket did to the outcome of a request. Pure: error codes and parser in, outcome word out.
import type {Outcome} from '../timeline/sample.ts';
import type {ResponseParser} from './response-parser.ts';

/** An error before the connection could carry a request. */
export function outcomeOfConnectError(error: NodeJS.ErrnoException, tls: {readonly handshaking: boolean}): Outcome {
	if (isOwnShortage(error.code)) return 'unsent';
	switch (error.code) {
		case 'ECONNREFUSED': {
			return 'refused';
		}
		case 'ECONNRESET': {
			// Node uses the same code for a FIN during the handshake, but only a real RST fails a read.
			return tls.handshaking && error.syscall !== 'read' ? 'tls' : 'reset';
		}
		case 'ETIMEDOUT': {
			return 'timeout-connect';
		}
		default: {
			return tls.handshaking ? 'tls' : 'unreachable';
		}
	}
}

/** Errors that are the generator's or its machine's own: no descriptor, port or memory left. */
export function isOwnShortage(code: string | undefined): boolean {
	return (
		code === 'EMFILE' || code === 'ENFILE' || code === 'EADDRNOTAVAIL' || code === 'EADDRINUSE' || code === 'ENOBUFS' || code === 'ENOMEM'
	);
}

/** An error on a connection that carries a request. */
export function outcomeOfError(code: string | undefined, parser: ResponseParser): Outcome {
	if (parser.head !== null) return code === 'ETIMEDOUT' ? 'timeout-body' : 'cut';
	switch (code) {
		case 'ETIMEDOUT': {
			// The kernel gave up on sending again; the client's own deadline is longer than that.
			return 'timeout-first-byte';
		}
		case 'EHOSTUNREACH':
		case 'ENETUNREACH': {
			return 'unreachable';
		}
		case 'EPIPE': {
			// The kernel says EPIPE, not ECONNRESET, where a FIN had come before the RST.
			return parser.started ? 'malformed' : 'empty-reply';
		}
		default: {
			return 'reset';
		}
	}
}

/**
 * The connection was closed before the answer was whole. `probeCode` is what a write said afterwards: ECONNRESET where Node took a RST
 * for the end (it does so where the RST comes right after bytes), null or another code after a real FIN.
 */
export function outcomeOfEnd(probeCode: string | null, parser: ResponseParser): Outcome {
	const wasReset = probeCode === 'ECONNRESET';
	if (parser.endsWithConnection) return wasReset ? 'cut' : outcomeOfAnswer(parser);
	if (parser.head !== null) return 'cut';
	if (wasReset) return 'reset';
	return parser.started ? 'malformed' : 'empty-reply';
}

/** A whole answer: is it the one that the app says it sent? */
export function outcomeOfAnswer(parser: ResponseParser): Outcome {
	const {head} = parser;
	if (head === null || head.status === 204 || head.status === 304) return 'status';
	if (head.appLength !== null && head.appLength !== parser.bodyBytes) return 'altered';
	if (head.appCrc32 !== null && head.appCrc32 !== parser.bodyCrc32) return 'altered';
	return 'status';
}
