// The neutral vocabulary for why a gateway failed a request: the error types of RFC 9209 (Proxy-Status), section 2.3.

export const causes = [
	'dns_timeout',
	'dns_error',
	'destination_not_found',
	'destination_unavailable',
	'destination_ip_unroutable',
	'connection_refused',
	'connection_terminated',
	'connection_timeout',
	'connection_read_timeout',
	'connection_write_timeout',
	'connection_limit_reached',
	'tls_protocol_error',
	'tls_certificate_error',
	'tls_alert_received',
	'http_request_error',
	'http_request_denied',
	'http_response_incomplete',
	'http_response_header_section_size',
	'http_response_transfer_coding',
	'http_response_timeout',
	'http_protocol_error',
	'proxy_internal_error',
	'proxy_configuration_error',
] as const;
/** Why a request failed, in the words of RFC 9209, whichever status a gateway makes of it. */
export type Cause = (typeof causes)[number];
