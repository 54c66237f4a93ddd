// What Varnish's FetchErrors and Errors mean, by the catalogue of signatures.
import {signatures} from '../diagnosis/signatures.ts';
import type {Cause} from '../timeline/cause.ts';

/** `errors`: what went wrong in one try, in order. A body that stalls, or is reset, has two: the reason, and that bytes are missing. */
export function varnishCause(errors: readonly string[]): Cause | null {
	return signatures.varnish.find(({pattern}) => errors.some((error) => pattern.test(error)))?.cause ?? null;
}
