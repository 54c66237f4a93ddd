// A Scenario is what a person writes: one failure story, the default export of one file. `makePlans` turns it into Plans.
import type {Expectation} from '../expectations/expectation.ts';
import type {Fault} from '../faults/fault.ts';
import type {LoadOptions} from './load-options.ts';
import type {PoolSettings} from '../upstreams/upstream.ts';
import type {DatabasePlan, GatewayOptions, RestartPlan, UpstreamPlan, UpstreamTlsPlan} from './plan.ts';
import type {Stack} from './stack.ts';

/** An app server of the topology, made by `node()`, `bytes()` and so on. Names (`app1`, `app2`, ...) come from the position. */
export type Upstream = UpstreamOptions & {readonly kind: string};
/** See `UpstreamPlan` for units, and `defaultUpstream` for defaults. */
export type UpstreamOptions = Partial<Omit<UpstreamPlan, 'name' | 'kind' | 'protocol' | 'abilities' | 'restart' | 'tls' | 'pool'>> & {
	readonly restart?: Partial<RestartPlan>;
	/** `true`: with the defaults. */
	readonly tls?: boolean | Partial<UpstreamTlsPlan> | null;
	/** See `PoolSettings` for units, and `defaultPool` for defaults. The topology needs a `database`. */
	readonly pool?: Partial<PoolSettings> | null;
};

/** Made by `postgres()`. See `DatabasePlan` for units, and `defaultDatabase` for defaults. */
export type Database = Partial<DatabasePlan> & Pick<DatabasePlan, 'kind'>;

/** The name of a gateway's kind (`nginx`), and its options. It speaks plain HTTP to those before it. */
export type InnerGateway = Partial<Omit<GatewayOptions, 'tls'>> & {readonly kind: string};

/** A failure story: what stands where, what is sent, what breaks, and what must hold. The argument of `defineScenario()`. */
export interface Scenario {
	/** What happens, in a few words: `the only upstream is killed and restarted`. */
	readonly title: string;
	/** `core` puts it in the default suite. */
	readonly tags?: readonly string[];
	readonly topology: {
		readonly upstreams: readonly Upstream[];
		/** Neutral gateway options; see `GatewayOptions` for units and `defaultGatewayOptions` for defaults. */
		readonly gateway?: Partial<GatewayOptions>;
		/**
		 * More gateways, behind the one under test: `inner1`, `inner2`, ... Each is an upstream of those before it, beside the apps. Where there
		 * is one, the gateway under test leads to these alone, and these to all apps, unless their `upstreams` say otherwise.
		 */
		readonly inner?: readonly InnerGateway[];
		/** Behind the apps. Default: none. */
		readonly database?: Database;
		/** Made by `attach()`, `compose()` and `external()`: the parts are somebody else's. */
		readonly stack?: Stack;
	};
	readonly load?: LoadOptions;
	/** Lengths of the windows in ms. `warmupMs` (default 500) comes before the baseline and is judged by nothing. */
	readonly phases: {readonly warmupMs?: number; readonly baselineMs: number; readonly faultMs: number; readonly recoveryMs: number};
	/** Null where nothing is injected. */
	readonly fault: Fault | null;
	/** Asks for autocannon's capacity before the baseline and after the recovery. */
	readonly capacity?: {readonly durationMs?: number; readonly connections?: number};
	readonly expect: readonly Expectation[];
	/** Names of expectations that must fail when the fault is withheld: they are what proves that the scenario can fail. */
	readonly failsWithoutFault?: readonly string[];
	/** What differs on some gateways, by their names, and why. */
	readonly differs?: Readonly<Record<string, GatewayDifference>>;
}

/** Either the reason why the story makes no sense on a gateway, so that it is not run there, or what is expected of it instead. */
export type GatewayDifference =
	| {readonly skip: string}
	| {
			readonly because: string;
			/** Takes the place of `expect`. */
			readonly expect: readonly Expectation[];
			/** Takes the place of the scenario's. */
			readonly failsWithoutFault?: readonly string[];
	  };

/** Gives the scenario back, frozen and typed; it is checked when it is loaded, so that all its problems are told at once. */
export function defineScenario(scenario: Scenario): Scenario {
	return Object.freeze(scenario);
}

/** A Node HTTP app with keep-alive, under a supervisor. */
export function node(options: UpstreamOptions = {}): Upstream {
	return {...options, kind: 'node'};
}

/** PHP under FPM, over FastCGI: a pool of `workers` (5), one request each. Give the gateway `upstreamKeepalive: 0`: a kept connection holds a worker. */
export function phpFpm(options: UpstreamOptions = {}): Upstream {
	return {...options, kind: 'php-fpm'};
}

/** The byte-level server: healthy like `node()`, and able to answer as no HTTP library would. Faults on resets and cut bodies need it. */
export function bytes(options: UpstreamOptions = {}): Upstream {
	return {...options, kind: 'bytes'};
}

/** A WSGI app in Python on Gunicorn with synchronous workers. */
export function gunicorn(options: UpstreamOptions = {}): Upstream {
	return {...options, kind: 'gunicorn'};
}

/** The same app on uWSGI, which speaks its own protocol. */
export function uwsgi(options: UpstreamOptions = {}): Upstream {
	return {...options, kind: 'uwsgi'};
}

/** A Rack app in Ruby on Puma: five threads, or as many in each of `workers`. */
export function puma(options: UpstreamOptions = {}): Upstream {
	return {...options, kind: 'puma'};
}

/** A Java page on Tomcat: 200 threads, or `workers`, one request each; what finds none waits inside it. */
export function tomcat(options: UpstreamOptions = {}): Upstream {
	return {...options, kind: 'tomcat'};
}

/** A PostgreSQL behind the apps: those with a `pool` ask it when `/data` is asked of them. */
export function postgres(options: Omit<Database, 'kind'> = {}): Database {
	return {...options, kind: 'postgres'};
}
