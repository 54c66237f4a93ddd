// What the errors of gateways have in common: what each kind may mean, what to check, and what to change.
import type {Cause} from '../../timeline/cause.ts';
import type {SeenResponse} from '../response-diagnosis.ts';

export interface Reason {
	readonly causes: readonly Cause[];
	readonly meaning: string;
	readonly check: string;
	readonly change: string;
}

const log = 'The line of its error log at that time names one of these: `gatequake diagnose --gateway NAME --error-log FILE`.';

export const refused: Reason = {
	causes: ['connection_refused'],
	meaning: 'nothing listened at the app’s address, or connecting was refused',
	check: 'Is the app running, and does it listen on the address and port that the gateway is told (ss -ltn)?',
	change: 'Start the app, or correct its address in the gateway’s config; a second upstream with retries for what cannot be connected.',
};
export const timedOut: Reason = {
	causes: ['http_response_timeout', 'connection_timeout', 'connection_read_timeout', 'connection_write_timeout'],
	meaning: 'the app did not begin its answer in time, or could not be connected to in time',
	check: `How long it took: the connect time-out or the read time-out of the gateway. ${log}`,
	change: 'Mend what is slow; time-outs get longer from the app to the client (`gatequake lint` looks).',
};
export const broken: Reason = {
	causes: [
		'connection_refused',
		'connection_terminated',
		'http_response_header_section_size',
		'http_protocol_error',
		'destination_ip_unroutable',
		'destination_unavailable',
		'tls_protocol_error',
		'tls_certificate_error',
		'dns_error',
	],
	meaning: 'the app could not be connected to, closed the connection, or answered what is no proper answer',
	check: log,
	change: 'What the log names. Without it: is the app running, listening there, and does it answer directly?',
};
export const badAnswer: Reason = {
	causes: ['connection_terminated', 'http_response_header_section_size', 'http_protocol_error', 'http_response_incomplete'],
	meaning: 'the app was connected to, and closed, or answered what is no proper answer',
	check: `Did a worker crash, or close a kept-alive connection; are its headers larger than the buffer? ${log}`,
	change: 'What the log names.',
};
export const nobodyLeft: Reason = {
	causes: ['destination_unavailable', 'connection_refused', 'connection_timeout', 'connection_limit_reached'],
	meaning: 'no server was left to take the request: down, taken out by health checks, or all busy',
	check: `The states of the servers, and what took them out. ${log}`,
	change: 'Start them; health checks that ask for what exists; more room in the queue and the pool.',
};
export const ownFault: Reason = {
	causes: ['proxy_internal_error', 'proxy_configuration_error'],
	meaning: 'the gateway itself failed, or its config leads in a ring or to a file it may not read',
	check: log,
	change: 'What the log names.',
};

export function byStatus(reasons: Readonly<Record<number, Reason>>): (response: SeenResponse) => Reason {
	return ({status}) => reasons[status] ?? other;
}

export const other: Reason = {
	causes: [],
	meaning: 'the gateway answered by itself, by a rule of its config or a limit',
	check: log,
	change: 'The rule, where it is not meant.',
};
