// The errors of Go's network and HTTP packages (net, net/http, crypto/tls), which Caddy and Traefik pass on word for word. The patterns
// are one set; what to check and to change is each gateway's own. Tried as `error: …` before an answer's headers, `body: …` after.

const nameTimeout = String.raw`i\/o timeout|Temporary failure|deadline exceeded`;
const malformed = String.raw`malformed (?!chunked)|[Uu]nsupported transfer encoding|too many transfer encodings|(?:bad|invalid|multiple) Content-Length|too many 1xx|invalid (?:header|response)`;

export const goErrors = {
	clientLeft: /^(?:error|body): .*context canceled/,
	nameTimeout: new RegExp(`^error: .*lookup \\S+.*(?:${nameTimeout})`),
	nameUnknown: new RegExp(`^error: (?!.*(?:${nameTimeout}|context canceled)).*(?:lookup \\S+|no such host)`),
	ownResources: /^error: .*(?:too many open files|cannot assign requested address)/,
	socketMissing: /^error: .*dial unix \S+: connect: (?:no such file or directory|permission denied)/,
	socketQueueFull: /^error: .*dial unix \S+: connect: resource temporarily unavailable/,
	connectRefused: /^error: (?!.*lookup ).*connect(?:ion)?: connection refused/,
	unroutable: /^error: (?!.*lookup ).*(?:no route to host|network is unreachable|host is unreachable)/,
	connectTimeout: /^error: (?!.*lookup ).*dial \w+ \S+:? (?:i\/o timeout|connect: connection timed out)/,
	headerTooBig: /^error: .*response headers exceeded/,
	tlsCertificate: /^error: .*x509:/,
	tlsAlert: /^error: (?!.*x509:).*remote error: tls:/,
	tlsFailed: /^error: (?!.*(?:x509:|remote error: tls:)).*(?:tls:|TLS handshake|gave HTTP response to HTTPS client)/,
	writeTimeout: /^error: .*write \w+ \S+:? i\/o timeout/,
	responseTimeout: /^error: (?!.*lookup ).*(?:timeout awaiting response headers|read \w+ \S+:? i\/o timeout)/,
	malformed: new RegExp(`^error: (?!.*response headers exceeded).*(?:${malformed})`),
	terminated: new RegExp(
		`^error: (?!.*(?:${malformed}|response headers exceeded|lookup |tls:|x509:)).*(?:\\bEOF\\b|connection reset by peer|broken pipe|server closed idle connection|use of closed network connection|transport connection broken)`,
	),
	bodyTimeout: /^body: .*read \w+ \S+:? i\/o timeout/,
	bodyChunk: /^body: .*(?:chunk|too many leading)/,
	bodyCut: /^body: (?!.*(?:i\/o timeout|chunk|too many leading|context canceled))/,
} as const;
