// The statuses of gateways that nobody starts, as their makers document them: by cause, and those that no upstream would answer.
import type {GatewayKind} from './gateway.ts';

export interface EdgeDialect {
	readonly semantics: GatewayKind['semantics'];
	/** What it alone makes. Others (502, 503, 504) may be the origin's, passed on. */
	readonly ownStatuses: readonly number[];
}

export const edgeDialects: Readonly<Record<string, EdgeDialect>> = {
	cloudflare: {
		semantics: {
			connection_terminated: {answers: [520], logged: []},
			http_response_header_section_size: {answers: [520], logged: []},
			http_protocol_error: {answers: [520], logged: []},
			connection_refused: {answers: [521], logged: []},
			connection_timeout: {answers: [522], logged: []},
			destination_ip_unroutable: {answers: [523], logged: []},
			http_response_timeout: {answers: [524], logged: []},
			tls_protocol_error: {answers: [525], logged: []},
			tls_certificate_error: {answers: [526], logged: []},
			dns_error: {answers: [530], logged: []},
		},
		ownStatuses: [520, 521, 522, 523, 524, 525, 526, 527, 530],
	},
	'aws-alb': {
		semantics: {
			connection_refused: {answers: [502], logged: []},
			connection_terminated: {answers: [502], logged: []},
			http_protocol_error: {answers: [502], logged: []},
			destination_unavailable: {answers: [503], logged: []},
			connection_timeout: {answers: [504], logged: []},
			http_response_timeout: {answers: [504], logged: []},
			http_request_error: {answers: [463], logged: []},
		},
		ownStatuses: [460, 463, 561],
	},
};
