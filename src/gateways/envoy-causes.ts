// What Envoy's own words mean in the neutral vocabulary: its response flags, and the details beside them, which tell more.
// They do not tell a header section that is too long from one that is no HTTP, nor a bad chunk from an answer that was cut.
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

export function envoyCause(words: EnvoyWords): Cause | null {
	const flags = words.flags.split(',');
	const answered = words.status >= 100 && words.status < 500;
	if (flags.includes('UF')) {
		return connectionCause(`${words.details} ${words.transport}`);
	}

	const flag = flags.find((word) => byFlag[word] !== undefined);
	return flag === undefined ? null : (byFlag[flag]?.[answered ? 'afterHeaders' : 'beforeHeaders'] ?? null);
}

/** Null where the log gives the flag alone, as Envoy's default format does. */
function connectionCause(words: string): Cause | null {
	return connectionPatterns.find(([pattern]) => pattern.test(words))?.[1] ?? null;
}

const connectionPatterns: readonly (readonly [RegExp, Cause])[] = [
	[/Connection[_ ]refused/i, 'connection_refused'],
	[/No[_ ]route[_ ]to[_ ]host|Network[_ ](?:is[_ ])?unreachable|Host[_ ](?:is[_ ])?unreachable/i, 'destination_ip_unroutable'],
	[/Cannot[_ ]assign[_ ]requested[_ ]address|Too[_ ]many[_ ]open[_ ]files/i, 'proxy_internal_error'],
	[/CERTIFICATE_VERIFY_FAILED|verify[_ ]cert|SAN[_ ]matcher/i, 'tls_certificate_error'],
	[/TLS.*ALERT/i, 'tls_alert_received'],
	[/TLS/i, 'tls_protocol_error'],
	[/connection_timeout/, 'connection_timeout'],
	[/connect_error|connection_failure|Connection[_ ]reset/i, 'connection_terminated'],
];

const byFlag: Readonly<Record<string, {readonly beforeHeaders: Cause; readonly afterHeaders: Cause}>> = {
	UH: {beforeHeaders: 'destination_unavailable', afterHeaders: 'destination_unavailable'},
	UO: {beforeHeaders: 'connection_limit_reached', afterHeaders: 'connection_limit_reached'},
	DF: {beforeHeaders: 'dns_error', afterHeaders: 'dns_error'},
	UC: {beforeHeaders: 'connection_terminated', afterHeaders: 'http_response_incomplete'},
	UR: {beforeHeaders: 'connection_terminated', afterHeaders: 'http_response_incomplete'},
	UPE: {beforeHeaders: 'http_protocol_error', afterHeaders: 'http_response_incomplete'},
	UT: {beforeHeaders: 'http_response_timeout', afterHeaders: 'connection_read_timeout'},
	// Of a single try: its idle time-out is a stream's.
	SI: {beforeHeaders: 'http_response_timeout', afterHeaders: 'connection_read_timeout'},
	NR: {beforeHeaders: 'destination_not_found', afterHeaders: 'destination_not_found'},
	NC: {beforeHeaders: 'destination_not_found', afterHeaders: 'destination_not_found'},
	OM: {beforeHeaders: 'proxy_internal_error', afterHeaders: 'proxy_internal_error'},
};
