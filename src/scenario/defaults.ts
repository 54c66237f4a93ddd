// Every default of a scenario, in one place. A Plan carries them all, so a report never depends on this file's later values.
import type {GatewayOptions, LoadPlan, PhasesPlan, RunPlan, UpstreamPlan} from './plan.ts';

export const defaultUpstream: Omit<UpstreamPlan, 'name' | 'kind'> = {
	port: 8080,
	memoryBytes: null,
	restart: {policy: 'no', delayMs: 0},
	serviceMs: 0,
};

/** Without `upstreams`, which defaults to all of the topology's. */
export const defaultGatewayOptions: Omit<GatewayOptions, 'upstreams'> = {
	connectTimeoutMs: 1000,
	readTimeoutMs: 1000,
	retries: 'safe',
	upstreamKeepalive: 32,
	responseHeaderBytes: 4096,
	maxFails: 1,
	failTimeoutMs: 10_000,
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
	bodyBytes: 64,
};

export const defaultWarmupMs: PhasesPlan['warmupMs'] = 500;

export const defaultCapacity: NonNullable<RunPlan['capacityProbe']> = {durationMs: 2000, connections: 20};
