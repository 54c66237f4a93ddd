// What Traefik's own words mean, by the catalogue of signatures: the errors of Go's network and HTTP packages, as it passes them on.
import {signatureOf} from '../diagnosis/signatures.ts';
import type {Cause} from '../timeline/cause.ts';

/** `error` is the error of an answer, or what it says of a body that could not be copied. */
export function traefikCause(error: string): Cause | null {
	const body = /body copy: (.*)/.exec(error)?.[1];
	return signatureOf('traefik', body === undefined ? `error: ${error}` : `body: ${body}`)?.cause ?? null;
}
