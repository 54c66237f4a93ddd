// What HAProxy's termination state means, by the catalogue of signatures.
import {signatureOf} from '../diagnosis/signatures.ts';
import type {Cause} from '../timeline/cause.ts';
import type {GatewayLogEvent} from '../timeline/timeline.ts';

export interface HaproxyEnd {
	/** The first two letters of the termination state: `SC`, `sH`, `--`. */
	readonly state: string;
	readonly status: number;
	/** `<NOSRV>` where no server was up. */
	readonly server: string;
	/** Words of `bc_err_str` and `ssl_bc_err_str`, behind `unix` where the server is a Unix socket; null where the log has them not. */
	readonly error: string | null;
}

export function haproxyCause({state, status, server, error}: HaproxyEnd): Cause | null {
	const found = signatureOf('haproxy', `${state} ${status} ${server} ${error ?? '-'}`);
	return found?.cause ?? null;
}

/** `text` is what it said, with its level before it. */
export function haproxyLifecycle(text: string): NonNullable<GatewayLogEvent['lifecycle']> | null {
	return signatureOf('haproxy', text.replace(/^\[\w+\]\s+(?:\S+ )?\(\d+\) : /, ''))?.lifecycle ?? null;
}
