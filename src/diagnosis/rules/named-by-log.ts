// Causes that the gateway's own words name outright. One row each; what is alike in the logs of two gateways is one pattern.
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import type {Cause} from '../../timeline/cause.ts';
import {directive} from '../directives.ts';
import type {Concern} from '../directives.ts';
import type {DiagnosisRule} from '../rule.ts';
import {clientsGot, gatewayWords, requestWords} from '../run/words.ts';
import {has} from '../run/trouble.ts';
import type {Trouble} from '../run/trouble.ts';

interface Row {
	readonly kind: string;
	readonly summary: string;
	/** Neutral causes that are enough by themselves. */
	readonly causes?: readonly Cause[];
	/** Words of the lines about the request. */
	readonly words?: RegExp;
	/** Words of lines that name no request: then this explains requests with no cause of their own that ended at about that time. */
	readonly alone?: RegExp;
	/** What happened, as part of a sentence. */
	readonly cause: string;
	readonly advice: string;
	readonly concern: Concern | null;
}

const rows: readonly Row[] = [
	{
		kind: 'socket-missing',
		summary: "the app's Unix socket is not there (ENOENT)",
		words: /No such file or directory|no such file|ENOENT|not found.*\.sock/i,
		cause: "the app's Unix socket is not there",
		advice: 'Compare the path on both sides, and look whether the app made it, in a folder that both see (a volume, PrivateTmp=).',
		concern: 'target',
	},
	{
		kind: 'socket-permission',
		summary: "the gateway may not connect to the app's Unix socket (EACCES)",
		words: /Permission denied|EACCES/i,
		cause: "the gateway may not connect to the app's Unix socket",
		advice:
			'Give the gateway’s user the right to write to it: listen.owner, listen.group and listen.mode of PHP-FPM, chmod-socket of uWSGI; look at SELinux (httpd_can_network_connect).',
		concern: null,
	},
	{
		kind: 'ports-exhausted',
		summary: 'the gateway has no local port left for a new connection (EADDRNOTAVAIL)',
		words: /Cannot assign requested address|EADDRNOTAVAIL|Address not available|no free ports|port exhaustion/i,
		cause: 'the gateway has no local port left for new connections to the app',
		advice: 'Keep connections to the app alive, widen net.ipv4.ip_local_port_range, allow tcp_tw_reuse, and give the app more addresses.',
		concern: 'keepAlive',
	},
	{
		kind: 'gateway-descriptors',
		summary: 'the gateway has no file descriptor left (EMFILE)',
		words: /Too many open files|EMFILE|no free file descriptors/i,
		alone: /Too many open files|EMFILE|no free file descriptors/i,
		cause: 'the gateway has no file descriptor left',
		advice:
			'Raise the limit of open files (LimitNOFILE=, ulimit -n) and bound what clients may hold (short header time-outs, limits for each address).',
		concern: 'connections',
	},
	{
		kind: 'gateway-connections',
		summary: "the gateway's own connections are used up",
		words: /worker_connections are not enough|reached.*maxconn|MaxRequestWorkers|overload manager|connection limit/i,
		alone: /worker_connections are not enough|reached.*maxconn|MaxRequestWorkers|overload manager|connection limit|Too many connections/i,
		cause: "the gateway's own connections are used up",
		advice:
			'Raise the limit above twice rate × time-out (each request under way takes one connection on either side), and bound idle and half-sent requests (client_header_timeout, timeout http-request, RequestReadTimeout).',
		concern: 'connections',
	},
	{
		kind: 'tls-expired',
		summary: "the app's certificate has expired",
		words: /certificate has expired|certificate is not yet valid|certificate expired|has expired or is not yet valid/i,
		cause: "the app's certificate has expired",
		advice: 'Renew it, load it (reload the app), and watch its end.',
		concern: null,
	},
	{
		kind: 'tls-wrong-name',
		summary: "the app's certificate is for another name",
		words: /does not match|hostname mismatch|is valid for|doesn't match|SAN list|SAN matcher|Hostname\/IP|verify SAN/i,
		cause: "the app's certificate is for another name than the gateway asks for",
		advice: 'Ask for the name that it has, or have one made for the name.',
		concern: 'tlsName',
	},
	{
		kind: 'tls-untrusted',
		summary: "the gateway does not trust who signed the app's certificate",
		words:
			/unable to verify the first certificate|unable to get (?:local )?issuer|self.?signed|unknown authority|untrusted|verify cert failed/i,
		cause: "the gateway does not trust who signed the app's certificate",
		advice: 'Give the gateway the authority’s certificate, and the app the whole chain.',
		concern: 'tlsTrust',
	},
	{
		kind: 'tls-plain-port',
		summary: 'the app speaks plain HTTP where the gateway expects TLS',
		words:
			/wrong version number|first record does not look like a TLS handshake|server gave HTTP response to HTTPS|WRONG_VERSION_NUMBER|unknown protocol|packet length too long/i,
		cause: 'the app speaks plain HTTP where the gateway expects TLS',
		advice: 'Use the app’s TLS port, or http:// to this one.',
		concern: 'target',
	},
	{
		kind: 'tls-handshake-hang',
		summary: "the app accepts connections and does not answer the gateway's TLS hello",
		words: /timed out.*SSL handshak|TLS handshake timeout|SSL handshake.*time|handshake.*timed? ?out/i,
		cause: "the app accepts connections and does not answer the gateway's TLS hello",
		advice: 'Look at the app: it is stuck in its handshake (a key service, entropy, a blocked loop), or is no TLS server.',
		concern: 'connectTimeout',
	},
	{
		kind: 'tls-refused',
		summary: 'the app refuses the handshake: it wants a name (SNI), a version or a certificate that the gateway does not send',
		causes: ['tls_alert_received'],
		words: /alert handshake failure|unrecognized.name|alert (?:number )?(?:40|112)|handshake_failure|SSLV3_ALERT|TLSV1_ALERT|sslv3 alert/i,
		cause: 'the app refuses the handshake with an alert: it wants a name (SNI), a version or a certificate that the gateway does not send',
		advice:
			'Send the name; a server of several sites has no certificate without it. Then compare versions and ciphers (openssl s_client -servername NAME).',
		concern: 'tlsName',
	},
	{
		kind: 'tls-certificate',
		summary: "the gateway does not accept the app's certificate; its log does not say why",
		causes: ['tls_certificate_error'],
		cause: "the gateway does not accept the app's certificate",
		advice:
			'openssl s_client -connect APP -servername NAME -verify_return_error tells whether it is expired, for another name, or not trusted.',
		concern: 'tlsTrust',
	},
	{
		kind: 'tls-failed',
		summary: 'the TLS handshake with the app failed; the log does not say why',
		causes: ['tls_protocol_error'],
		cause: 'the TLS handshake with the app failed',
		advice:
			'Try it by hand (openssl s_client -connect APP -servername NAME): a plain port, a version, a cipher, or a name (SNI) that is missing.',
		concern: 'tlsName',
	},
	{
		kind: 'request-not-read',
		summary: "the app did not read the request's body, and the gateway could not send it",
		causes: ['connection_write_timeout'],
		cause: "the app did not read the request's body: the gateway could not send it to its end",
		advice:
			'Look why the app stops reading (a full disk, a limit, a blocked loop); let it answer 413 and close, rather than leave the body unread.',
		concern: 'readTimeout',
	},
	{
		kind: 'workers-busy',
		summary: "the app's queue is full: all its workers are busy",
		causes: ['connection_limit_reached'],
		cause: "the app's queue is full, or the limit of connections to it is reached",
		advice: 'Raise the number of workers or the limit of connections, find what holds them, and let requests queue for a bounded time.',
		concern: null,
	},
];

export const namedByLog: readonly DiagnosisRule[] = rows.map(({kind, summary, causes = [], words, alone, cause, advice, concern}) => ({
	kind,
	summary,
	find({events, gateway, span}, left) {
		const lines =
			alone === undefined ? [] : eventsOfKind(events, 'gateway-log').filter(({raw, atMs}) => alone.test(raw) && atMs >= span.fromMs);
		const fromMs = (lines[0]?.atMs ?? Infinity) - 2000;
		const toMs = (lines.at(-1)?.atMs ?? -Infinity) + 2000;
		const beside = ({what, byApp, sentMs, endMs}: Trouble) => what !== 'retried' && !byApp && endMs >= fromMs && sentMs <= toMs;
		const hit = left.filter((trouble) => isNamed(trouble, causes, words) || (lines.length > 0 && beside(trouble)));
		if (hit.length === 0) return null;
		return {
			cause: `${cause}; clients got ${clientsGot(hit)}`,
			confidence: 'certain',
			advice: concern === null ? advice : `${advice} Here: ${directive(concern, gateway.name)}.`,
			evidence: [...lines.slice(0, 2).map(({raw}) => raw), ...gatewayWords(hit), ...requestWords(hit, 2)],
			explains: hit,
		};
	},
}));

function isNamed(trouble: Trouble, causes: readonly Cause[], words: RegExp | undefined): boolean {
	return has(trouble, ...causes) || (words !== undefined && trouble.lines.some(({raw}) => words.test(raw)));
}
