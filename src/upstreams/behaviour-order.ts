// What an app is ordered to do to requests: the words of the protocol for it.

export interface BehaviourOrder {
	readonly behaviour: Behaviour;
	readonly share: number;
	readonly methods: readonly string[] | null;
}

/**
 * How an app treats requests from now on. `share` of requests (by request id, deterministic) is treated so, the others are answered normally.
 * `methods` narrows it. Every treated request gets a `faulted` line in the journal with `detail` = the behaviour's `do`.
 *
 * Which of them an app can do is its kind's to say (`abilities`). What is said here of Node's event loop is said of a worker elsewhere.
 * - `slow-first-byte`: waits `delayMs` before the first byte. - `hang`: never answers (`after: 'request'`), or sends headers and part of the body and then nothing (`after: 'headers'`).
 * - `drip`: sends the body in pieces of one byte, `intervalMs` apart. - `status`: answers with `status` itself.
 * - `refuse-host`: answers with `status` where the request's Host, without its port, is none of `hosts`.
 * - `headers`: pads the answer so that its header section has exactly `headerBytes` bytes. - `block`: blocks the event loop for `durationMs` once.
 * - `handshake`: meets each new connection badly (`how`), where it speaks TLS. What is idle is closed, and what is in use after its answer.
 * - `probe-status`: answers requests without an id, as gateways send them to see whether it is well, with `status`; all others as ever.
 * - `crash`: the process that serves the request ends by `signal` instead of answering: a worker, where there are workers.
 * - `take-memory`: the worker that serves the request takes memory until the kernel's OOM killer ends it.
 * By `bytes` only:
 * - `reset`: RST, `when: 'accept' | 'request' | 'commit' | 'body'` (on accept; when the request is read; after committing a POST; in mid-body, after what was sent has been acknowledged and 50 ms more).
 * - `close`: FIN instead of an answer (`after: 'request'`), or after an informational 103 (`after: 'hints'`).
 * - `cut`: states the full length, sends half of the body, then closes by `by: 'fin' | 'rst'`; `framing: 'length' | 'chunked'`.
 * - `close-reused`: RST instead of an answer to any request but the first of its connection: the app closed it as the request came.
 * - `malformed`: a whole answer with one thing wrong (`wrong`), then FIN. - `stop-reading`: reads the request's head and nothing more.
 * - `raw`: sends `bytesBase64` as they are, then closes.
 */
export type Behaviour =
	| {readonly do: 'slow-first-byte'; readonly delayMs: number}
	| {readonly do: 'hang'; readonly after: 'request' | 'headers'}
	| {readonly do: 'drip'; readonly intervalMs: number}
	| {readonly do: 'status'; readonly status: number}
	| {readonly do: 'refuse-host'; readonly hosts: readonly string[]; readonly status: number}
	| {readonly do: 'headers'; readonly headerBytes: number}
	| {readonly do: 'block'; readonly durationMs: number}
	| {readonly do: 'handshake'; readonly how: BadHandshake}
	| {readonly do: 'probe-status'; readonly status: number}
	| {readonly do: 'crash'; readonly signal: 'SIGKILL' | 'SIGSEGV' | 'SIGABRT'}
	| {readonly do: 'take-memory'}
	| {readonly do: 'reset'; readonly when: 'accept' | 'request' | 'commit' | 'body'}
	| {readonly do: 'close'; readonly after: 'request' | 'hints'}
	| {readonly do: 'close-reused'}
	| {readonly do: 'malformed'; readonly wrong: Wrong}
	| {readonly do: 'stop-reading'}
	| {readonly do: 'cut'; readonly by: 'fin' | 'rst'; readonly framing: 'length' | 'chunked'}
	| {readonly do: 'raw'; readonly bytesBase64: string};

/**
 * What an app can be ordered to do: a behaviour (`hang-in-body` is `hang` after the headers), to leak memory, to show a flaw at its start. And what
 * its server can: `reload` itself, or start anew as a whole with the socket that it has (`hot-restart`), be deployed with a smaller `request-buffer`, `tell-busy` in its log when no worker is free, be bounded in its descriptors (`limit-files`: it is one process).
 */
export type Ability =
	| Behaviour['do']
	| 'hang-in-body'
	| 'leak'
	| 'flaw'
	| 'reload'
	| 'hot-restart'
	| 'request-buffer'
	| 'tell-busy'
	| 'limit-files';

/**
 * What is wrong with a malformed answer.
 * - `status-line`: letters where the code should be. - `header-without-colon`, `header-with-nul`: one header among good ones.
 * - `two-lengths`: Content-Length twice, one byte apart. - `length-and-chunked`: Content-Length beside Transfer-Encoding, the body in chunks.
 * - `chunk-size`: half of the body as a good chunk, then a size that is no number. - `not-http`: the greeting of another protocol.
 */
export const wrongs = [
	'status-line',
	'header-without-colon',
	'header-with-nul',
	'two-lengths',
	'length-and-chunked',
	'chunk-size',
	'not-http',
] as const;
export type Wrong = (typeof wrongs)[number];

/**
 * What is wrong where a client expects to speak TLS. `expired`, `wrong-name`, `untrusted`: the certificate. `plain`: it speaks plain HTTP
 * there. `silent`: it takes the connection, and never answers the client's hello.
 */
export type BadHandshake = BadCertificate | 'plain' | 'silent';
export type BadCertificate = (typeof badCertificates)[number];
export const badCertificates = ['expired', 'wrong-name', 'untrusted'] as const;
