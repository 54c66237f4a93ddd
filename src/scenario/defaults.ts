// Every default of a scenario, in one place. A Plan carries them all, so a report never depends on this file's later values.
import type {PoolSettings} from '../upstreams/upstream.ts';
import type {
	DatabasePlan,
	GatewayOptions,
	LoadPlan,
	PhasesPlan,
	RateStepPlan,
	RetryPlan,
	RunPlan,
	SaturationPlan,
	TlsPlan,
	UpstreamPlan,
	UpstreamTlsPlan,
} from './plan.ts';

/** What the kind of a server decides is not here. */
export const defaultUpstream: Omit<UpstreamPlan, 'name' | 'kind' | 'protocol' | 'abilities'> = {
	listen: 'tcp',
	port: 8080,
	memoryBytes: null,
	restart: {policy: 'no', delayMs: 0, maxDelayMs: null, steps: 0, startLimit: null},
	onTerm: 'drain',
	data: null,
	pool: null,
	pm2: null,
	aliases: [],
	serviceMs: 0,
	// Longer than any gateway's: the gateway closes first.
	idleTimeoutMs: 75_000,
	backlog: 511,
	receiveBufferBytes: null,
	workers: null,
	requestTimeoutMs: null,
	graceMs: null,
	tls: null,
};

/** node-postgres' own: ten, and a request waits for one without end. */
export const defaultPool: PoolSettings = {connections: 10, waitMs: null, reuse: true};

/** Small: what exhausts it need not be large. */
export const defaultDatabase: Omit<DatabasePlan, 'kind'> = {maxConnections: 20};

/** What an app that speaks TLS leaves out. */
export const defaultUpstreamTls: UpstreamTlsPlan = {needsName: false};

/** Without `upstreams`, which defaults to all of the topology's. */
export const defaultGatewayOptions: Omit<GatewayOptions, 'upstreams'> = {
	connectTimeoutMs: 1000,
	readTimeoutMs: 1000,
	retries: 'safe',
	upstreamKeepalive: 32,
	responseHeaderBytes: 4096,
	maxFails: 1,
	failTimeoutMs: 10_000,
	weights: {},
	backups: [],
	healthCheck: null,
	upstreamConnections: null,
	queue: null,
	resolver: null,
	hostHeader: null,
	errorCacheMs: null,
	clientConnections: null,
	staticFiles: false,
	tls: false,
	upstreamTls: {verify: true, sendName: true},
};

export const defaultLoad: LoadPlan = {
	ratePerSecond: 200,
	arrivals: 'uniform',
	postShare: 0.25,
	timeoutMs: {connect: 2000, firstByte: 5000, body: 5000},
	connections: 'reuse',
	preopen: 8,
	maxInFlight: 4000,
	path: '/items',
	otherPath: null,
	bodyBytes: 64,
	rateSteps: [],
	bodyFile: null,
	retry: null,
	slowClients: null,
	leavingClients: null,
	tls: null,
	generators: 1,
	saturation: null,
};

/** What a step, a policy or a loop leaves out. */
export const defaultRateStep: Pick<RateStepPlan, 'afterMs' | 'forMs' | 'rampMs'> = {afterMs: 0, forMs: null, rampMs: 0};
export const defaultRetry: Pick<RetryPlan, 'factor' | 'budgetShare'> = {factor: 2, budgetShare: null};
export const defaultTls: Pick<TlsPlan, 'ca'> = {ca: null};
export const defaultSaturation: SaturationPlan = {connections: 50, during: 'run'};

export const defaultWarmupMs: PhasesPlan['warmupMs'] = 500;

export const defaultCapacity: NonNullable<RunPlan['capacityProbe']> = {durationMs: 2000, connections: 20};
