// The seven gateways' own pages, taken from the gateways themselves (2026-11-21: test/fixtures/diagnosis/responses/), and what each may mean.
import {badAnswer, broken, byStatus, nobodyLeft, other, ownFault, refused, timedOut} from './reason.ts';
import type {Reason} from './reason.ts';
import {own, passed, server} from './response-maker.ts';
import type {ResponseMaker} from './response-maker.ts';

const nginx: ResponseMaker = {
	name: ({body}) => /<hr><center>([\w./-]+)/.exec(body)?.[1] ?? 'nginx',
	made: (response) => {
		const page = /<hr><center>(?:nginx|openresty|tengine)[^<]*<\/center>/.exec(response.body)?.[0];
		if (page !== undefined) return own(page);
		// nginx writes its own name into all answers, also into those of the app.
		return /^(?:nginx|openresty)/.test(server(response)) ? passed(`Server: ${server(response)}, and the body is not nginx's page`) : null;
	},
	reason: byStatus({
		500: ownFault,
		502: broken,
		503: {
			...other,
			causes: ['http_request_denied', 'destination_unavailable'],
			meaning: 'a limit of the config was reached (limit_req, limit_conn), or a rule answers 503',
		},
		504: timedOut,
	}),
};

const haproxy: ResponseMaker = {
	name: () => 'haproxy',
	made: ({body, status}) => {
		const page = haproxyPages[status];
		return page !== undefined && body.includes(page) ? own(page) : null;
	},
	reason: byStatus({500: ownFault, 502: badAnswer, 503: nobodyLeft, 504: timedOut}),
};

const haproxyPages: Readonly<Record<number, string>> = {
	500: 'An internal server error occurred.',
	502: 'The server returned an invalid or incomplete response.',
	503: 'No server is available to handle this request.',
	504: "The server didn't respond in time.",
};

const httpd: ResponseMaker = {
	name: (response) => /Apache(?:\/[\d.]+)?/.exec(`${server(response)} ${response.body}`)?.[0] ?? 'Apache httpd',
	made: ({body}) => {
		const page =
			/The proxy server (?:received an invalid|could not handle)|The server is temporarily unable to service your|The gateway did not receive a timely response|The server encountered an internal error or/.exec(
				body,
			)?.[0];
		return page === undefined ? null : own(page);
	},
	reason: (response) =>
		response.body.includes('Error reading from remote server')
			? {
					...badAnswer,
					causes: [...badAnswer.causes, 'http_response_timeout'],
					meaning: `${badAnswer.meaning}; httpd says 502 where reading times out, too`,
				}
			: response.body.includes('DNS lookup failure')
				? {
						...refused,
						causes: ['dns_error'],
						meaning: 'the app’s name could not be looked up',
						check: 'The name in ProxyPass, from where httpd runs (getent hosts NAME).',
					}
				: byStatus({500: ownFault, 502: badAnswer, 503: nobodyLeft, 504: timedOut})(response),
};

const caddy: ResponseMaker = {
	name: () => 'Caddy',
	made: ({headers, body, status}) =>
		headers.get('via')?.includes('Caddy') === true
			? passed(`Via: ${headers.get('via')}`)
			: headers.get('server') === 'Caddy' && body === '' && status >= 500
				? own('Server: Caddy, without Via, and no body')
				: null,
	reason: byStatus({500: ownFault, 502: broken, 503: nobodyLeft, 504: timedOut}),
};

const envoy: ResponseMaker = {
	name: () => 'envoy',
	made: ({headers, body}) => {
		const page = envoyWords.find(([words]) => body.includes(words));
		const time = headers.get('x-envoy-upstream-service-time');
		if (page !== undefined) return own(body.slice(0, 200));
		return time === undefined ? null : passed(`x-envoy-upstream-service-time: ${time}: an upstream answered`);
	},
	reason: (response) => envoyWords.find(([words]) => response.body.includes(words))?.[1] ?? other,
};

/** The narrower ones first. */
const envoyWords: readonly (readonly [string, Reason])[] = [
	[
		'reset reason: remote connection failure',
		{...refused, causes: ['connection_refused', 'destination_ip_unroutable', 'tls_protocol_error', 'tls_certificate_error']},
	],
	['reset reason: local connection failure', {...refused, causes: ['proxy_internal_error', 'destination_ip_unroutable']}],
	['reset reason: connection failure', refused],
	['reset reason: connection timeout', {...timedOut, causes: ['connection_timeout']}],
	['reset reason: connection termination', {...badAnswer, causes: ['connection_terminated']}],
	['reset reason: protocol error', {...badAnswer, causes: ['http_protocol_error', 'http_response_header_section_size']}],
	[
		'reset reason: overflow',
		{
			...nobodyLeft,
			causes: ['connection_limit_reached'],
			meaning: 'a circuit breaker of the cluster is open: too many connections, waiting or running requests',
		},
	],
	['upstream connect error or disconnect/reset before headers', broken],
	['no healthy upstream', {...nobodyLeft, causes: ['destination_unavailable', 'dns_error', 'dns_timeout']}],
	['upstream request timeout', {...timedOut, causes: ['http_response_timeout', 'connection_write_timeout', 'connection_timeout']}],
];

const traefik: ResponseMaker = {
	name: () => 'Traefik',
	made: ({headers, body, status}) => {
		const words = traefikBodies[status] ?? [];
		// Nothing but the words: a short Go program would answer so, too.
		return words.includes(body.trim()) && !headers.has('server') ? {...own(body.trim(), 'no Server header'), confidence: 'likely'} : null;
	},
	reason: byStatus({
		500: {...badAnswer, causes: ['http_protocol_error', 'http_response_header_section_size', 'proxy_internal_error']},
		502: broken,
		503: nobodyLeft,
		504: timedOut,
	}),
};

const traefikBodies: Readonly<Record<number, readonly string[]>> = {
	500: ['Internal Server Error'],
	502: ['Bad Gateway'],
	503: ['no available server', 'Service Unavailable'],
	504: ['Gateway Timeout'],
};

const varnish: ResponseMaker = {
	name: ({headers}) => /Varnish(?:\/[\d.]+)?/.exec(headers.get('via') ?? '')?.[0] ?? 'Varnish',
	made: ({headers, body}) =>
		body.includes('Guru Meditation')
			? own('Guru Meditation', `X-Varnish: ${headers.get('x-varnish') ?? 'none'}`)
			: headers.has('x-varnish')
				? passed(`X-Varnish: ${headers.get('x-varnish')}, and no Guru Meditation`)
				: null,
	reason: byStatus({
		503: {
			...broken,
			causes: [...broken.causes, 'http_response_timeout', 'connection_timeout', 'connection_limit_reached'],
			meaning: 'the fetch from the app failed; Varnish says 503 for all of it, time-outs too',
			check: 'varnishlog -q "ReqHeader" with the XID of the page: FetchError names the reason.',
		},
	}),
};

export const gatewayMakers: readonly ResponseMaker[] = [nginx, haproxy, httpd, varnish, envoy, caddy, traefik];
