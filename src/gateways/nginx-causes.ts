// What nginx's own words mean, by the catalogue of signatures.
import {signatureOf} from '../diagnosis/signatures.ts';
import type {Cause} from '../timeline/cause.ts';
import type {GatewayLogEvent} from '../timeline/timeline.ts';

/** `text` is a line behind its level. What stands behind `, client: ` came from a client, and is never taken for nginx's words. */
export function nginxCause(text: string): Cause | null {
	const found = signatureOf('nginx', wordsOf(text));
	return found?.role === 'failure' || found?.role === 'consequence' ? found.cause : null;
}

export function nginxLifecycle(text: string): NonNullable<GatewayLogEvent['lifecycle']> | null {
	return signatureOf('nginx', wordsOf(text))?.lifecycle ?? null;
}

function wordsOf(text: string): string {
	return text.replace(/^\*\d+ /, '').replace(/, client: .*/, '');
}
