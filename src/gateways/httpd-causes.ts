// What httpd's AH codes and errno texts mean, by the catalogue of signatures.
import {signatureOf} from '../diagnosis/signatures.ts';
import type {Cause} from '../timeline/cause.ts';
import type {GatewayLogEvent} from '../timeline/timeline.ts';

/** `text` is a line from its AH code or its errno on: `(111)Connection refused: AH00957: http: attempt to connect to ...`. */
export function httpdCause(text: string): Cause | null {
	const found = signatureOf('httpd', text);
	return found === null || echoes.has(found.id) ? null : found.cause;
}

/**
 * A line that says again what the same thread's line before it said, and names a cause of its own only where that one named none:
 * a member that another thread took out meanwhile, a header line that is none.
 */
export function httpdEcho(text: string): Cause | null {
	const found = signatureOf('httpd', text);
	return found !== null && echoes.has(found.id) ? found.cause : null;
}

const echoes = new Set(['backend-failed', 'body-not-passed', 'bad-header-line', 'tls-failed', 'fastcgi-bad-headers', 'fastcgi-failed']);

export function httpdLifecycle(text: string): NonNullable<GatewayLogEvent['lifecycle']> | null {
	return signatureOf('httpd', text)?.lifecycle ?? null;
}
