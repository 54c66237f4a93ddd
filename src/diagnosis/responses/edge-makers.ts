// Errors of what stands before gateways: Cloudflare's numbers and Amazon's balancer, as their makers document them.
import {badAnswer, broken, byStatus, nobodyLeft, other, ownFault, refused, timedOut} from './reason.ts';
import type {Reason} from './reason.ts';
import {own, passed, server} from './response-maker.ts';
import type {ResponseMaker} from './response-maker.ts';

const cloudflare: ResponseMaker = {
	name: () => 'Cloudflare',
	made: (response) => {
		const ray = response.headers.get('cf-ray');
		if (server(response) !== 'cloudflare' && ray === undefined) return null;
		const evidence = [`Server: ${server(response)}`, `CF-RAY: ${ray ?? 'none'}`];
		return (response.status >= 520 && response.status <= 530) || /cf-error-details|cf-wrapper|^error code: \d+\s*$/.test(response.body)
			? own(...evidence)
			: passed(...evidence, 'the page is not Cloudflare’s');
	},
	reason: (response) =>
		cloudflareReasons[response.status] ?? byStatus({500: ownFault, 502: broken, 503: nobodyLeft, 504: timedOut})(response),
};

const cloudflareReasons: Readonly<Record<number, Reason>> = {
	520: {
		...badAnswer,
		meaning: 'the origin closed, reset, or answered what is no proper answer, such as headers that are too large',
		check: 'The origin’s own logs at that time; the size of its headers and cookies; whether a firewall cuts Cloudflare’s addresses off.',
	},
	521: {
		...refused,
		meaning: 'the origin refused the connection',
		check: 'Does the origin listen on 80 or 443, and does its firewall let Cloudflare’s addresses in?',
	},
	522: {
		...timedOut,
		causes: ['connection_timeout'],
		meaning: 'the origin did not answer packets in time',
		check: 'Does a firewall drop Cloudflare’s packets; is the host up; is its accept queue full?',
	},
	523: {
		...refused,
		causes: ['destination_ip_unroutable', 'destination_not_found'],
		meaning: 'no route leads to the origin',
		check: 'The address in the DNS record of the origin.',
	},
	524: {
		...timedOut,
		causes: ['http_response_timeout'],
		meaning: 'the origin was connected to and did not answer within some hundred seconds',
		change: 'Answer sooner, and do long work elsewhere (202 and a place to ask); time-outs behind must be shorter.',
	},
	525: {
		...badAnswer,
		causes: ['tls_protocol_error', 'tls_alert_received'],
		meaning: 'the TLS handshake with the origin failed',
		check: 'openssl s_client -connect ORIGIN:443 -servername NAME; does it speak TLS on 443 at all?',
		change: 'A certificate and ciphers on the origin that fit, and the name (SNI).',
	},
	526: {
		...badAnswer,
		causes: ['tls_certificate_error'],
		meaning: 'the origin’s certificate is not valid, and the mode is Full (strict)',
		check: 'The dates, the name and the issuer of the origin’s certificate.',
		change: 'A new certificate on the origin.',
	},
	527: {
		...broken,
		causes: ['connection_timeout', 'connection_refused', 'connection_terminated'],
		meaning: 'Railgun and the origin could not talk to one another',
		check: 'The listener’s log (Railgun is no longer offered).',
		change: 'Leave Railgun out.',
	},
	530: {
		...refused,
		causes: ['dns_error', 'destination_not_found'],
		meaning: 'Cloudflare cannot look the origin up; the page holds an error 1xxx',
		check: 'The number 1xxx on the page, and the DNS record of the origin, or the tunnel.',
	},
};

const balancer: ResponseMaker = {
	name: () => 'AWS Application Load Balancer',
	made: (response) => (server(response).startsWith('awselb/') ? own(`Server: ${server(response)}`) : null),
	reason: byStatus({
		460: {
			...other,
			meaning: 'the client closed the connection before the balancer’s idle time-out: it is seen in the balancer’s log only',
			check: 'How long clients wait, against how long the target takes.',
			change: 'A longer time-out in the client, or a faster target.',
		},
		463: {
			...other,
			causes: ['http_request_error'],
			meaning: 'X-Forwarded-For held more than 30 addresses',
			check: 'A ring of proxies, or a client that makes the header up.',
			change: 'Do not let proxies in front append to what clients send.',
		},
		500: ownFault,
		502: {
			...badAnswer,
			causes: [...badAnswer.causes, 'connection_refused', 'tls_protocol_error'],
			check: 'target_status_code `-` in the balancer’s log; is the target’s keep-alive shorter than the balancer’s idle time-out (60 s)?',
			change: 'A keep-alive of the target that is longer than the balancer’s idle time-out (`gatequake lint --front-keepalive 60s`).',
		},
		503: {...nobodyLeft, meaning: 'the target group has no registered targets'},
		504: {
			...timedOut,
			check:
				'Connecting took over 10 s, or the target did not answer within the idle time-out (60 s): target_processing_time in the balancer’s log.',
		},
	}),
};

export const edgeMakers: readonly ResponseMaker[] = [cloudflare, balancer];
