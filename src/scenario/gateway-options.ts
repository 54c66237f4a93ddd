// What a gateway of a Plan is told, in words that all gateways have in common; each renders them into its own config. Durations in ms.
import type {UpstreamTlsOptions} from './tls-plan.ts';

/** What a gateway is told, in words that all gateways have in common. Durations in ms. */
export interface GatewayOptions {
	/** Longest wait for a connection to an upstream. */
	readonly connectTimeoutMs: number;
	/** Longest wait for the answer's headers, and between two reads of its body. */
	readonly readTimeoutMs: number;
	/** Which failed requests may go to another upstream. `safe`: only those that were not sent or are idempotent. */
	readonly retries: 'off' | 'safe' | 'all';
	/** Idle upstream connections kept per worker; 0 turns keep-alive to the upstream off. */
	readonly upstreamKeepalive: number;
	/** Largest response header section accepted, status line and blank line included. */
	readonly responseHeaderBytes: number;
	/** After so many failures an upstream gets no requests for `failTimeoutMs`, where there are others; 0: it goes on getting them. */
	readonly maxFails: number;
	/** How long it gets none. */
	readonly failTimeoutMs: number;
	/** Names of the upstreams in use: apps (`app1`), and gateways further in (`inner1`). */
	readonly upstreams: readonly string[];
	/** Relative share of the traffic by upstream; 1 for those that are not named. */
	readonly weights: Readonly<Record<string, number>>;
	/** Upstreams that get traffic only when all others are down. */
	readonly backups: readonly string[];
	/** Probes by the gateway itself; null for none. Down after `failAfter` bad ones in a row, up after `passAfter` good ones. */
	readonly healthCheck: HealthCheckOptions | null;
	/** Most requests at one upstream at once; null for no limit. */
	readonly upstreamConnections: number | null;
	/** Where requests over the limit wait; null: they fail at once. */
	readonly queue: {readonly length: number; readonly timeoutMs: number} | null;
	/** Resolves the names of upstreams again while it runs, after `validMs`; null: once, at the start. */
	readonly resolver: {readonly validMs: number} | null;
	/** The Host that it sends to upstreams; null: what the client sent. */
	readonly hostHeader: string | null;
	/** How long it keeps an answer of 500 to 504 to a GET, its own included, and gives it to others; null: not at all. */
	readonly errorCacheMs: number | null;
	/** Most connections that each of its processes, or all of it, takes; null for its defaults. Those to upstreams count where it counts them. */
	readonly clientConnections: number | null;
	/** It serves `/static/` from its own disk (there is a `/static/logo.txt`), and passes everything else on. */
	readonly staticFiles: boolean;
	/** It listens with TLS, with a certificate that is made for the run. */
	readonly tls: boolean;
	/** How it meets upstreams that speak TLS. */
	readonly upstreamTls: UpstreamTlsOptions;
}

export interface HealthCheckOptions {
	readonly path: string;
	readonly intervalMs: number;
	readonly timeoutMs: number;
	readonly failAfter: number;
	readonly passAfter: number;
}
