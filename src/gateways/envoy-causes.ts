// What Envoy's response flags, and the details beside them, mean, by the catalogue of signatures.
import {signatureOf} from '../diagnosis/signatures.ts';
import type {Cause} from '../timeline/cause.ts';

export interface EnvoyWords {
	/** `UF,URX`; `-` for none. */
	readonly flags: string;
	/** `upstream_reset_before_response_started{connection_timeout}`; empty where the log does not have them. */
	readonly details: string;
	/** Why the transport failed: `delayed_connect_error:_Connection_refused`. */
	readonly transport: string;
	/** What the client got, also where the answer was cut later on; 0 for nothing. */
	readonly status: number;
}

/** Null where the log gives the flag alone, as Envoy's default format does, and the flag alone does not tell. */
export function envoyCause({flags, status, details, transport}: EnvoyWords): Cause | null {
	return signatureOf('envoy', `${flags} ${status} ${details} ${transport}`)?.cause ?? null;
}
