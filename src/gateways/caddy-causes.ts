// What Caddy's errors, which are those of Go's HTTP transport, mean, by the catalogue of signatures.
import {signatureOf} from '../diagnosis/signatures.ts';
import type {Cause} from '../timeline/cause.ts';

/** For an error before the answer's headers were passed on. */
export function caddyCause(error: string): Cause | null {
	return signatureOf('caddy', `error: ${error}`)?.cause ?? null;
}

/** For an error while the answer's body was passed on. */
export function caddyBodyCause(error: string): Cause | null {
	return signatureOf('caddy', `body: ${error}`)?.cause ?? null;
}
