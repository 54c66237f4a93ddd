// A Plan is a Scenario with nothing left open: defaults filled, matrix expanded, seed included. It is JSON, printed by `--dry-run`,
// and stands in the timeline, so that a saved run can be judged without its scenario file.
import type {Cause} from '../timeline/cause.ts';
import type {Outcome} from '../timeline/sample.ts';
import type {ResolvedExpectation} from '../expectations/expectation.ts';
import type {DatabasePlan} from './database-plan.ts';
import type {GatewayOptions} from './gateway-options.ts';
import type {StackPlan} from './stack-plan.ts';
import type {EndpointTls} from './tls-plan.ts';
import type {UpstreamPlan, UpstreamProtocol} from './upstream-plan.ts';

export type {DatabasePlan} from './database-plan.ts';
export type {GatewayOptions, HealthCheckOptions} from './gateway-options.ts';
export type {StackPlan} from './stack-plan.ts';
export type {EndpointTls, UpstreamTlsOptions} from './tls-plan.ts';
export type {DataPlan, Pm2Plan, RestartPlan, UpstreamPlan, UpstreamProtocol, UpstreamTlsPlan} from './upstream-plan.ts';

/** Where a gateway reaches an upstream: an app, or another gateway. */
export interface UpstreamEndpoint {
	/** Of the upstream: `app1`, `inner1`. */
	readonly name: string;
	/** Network name to connect to: the upstream's own, or of what stands before it. */
	readonly host: string;
	readonly port: number;
	/** Path of the Unix socket to connect to in place of host and port; null for none. */
	readonly socket: string | null;
	readonly protocol: UpstreamProtocol;
	/** What a FastCGI or uwsgi server is asked to run; null where there is no such thing. */
	readonly script: string | null;
	/** Null where it speaks plain HTTP. */
	readonly tls: EndpointTls | null;
}

/** A proxy of the one Toxiproxy of a topology. */
export interface LinkPlan {
	/** The upstream behind it. */
	readonly name: string;
	/** Where it listens: a name on the network, and a port. */
	readonly host: string;
	readonly port: number;
	/** Where it leads: `app1:8080`. */
	readonly to: string;
}

/** What a topology may ask of a gateway beside its options: another way to its upstreams than HTTP over TCP. */
export const gatewayFeatures = ['unix', 'fastcgi', 'uwsgi'] as const;
/** What not every gateway has: a scenario that needs it is not run on those that lack it. */
export type GatewayFeature = (typeof gatewayFeatures)[number];

/** A file that a gateway or a server is started with. */
export interface ConfigFile {
	/** Absolute, inside the gateway's container. */
	readonly path: string;
	readonly content: string;
}

/** What a gateway does when a request fails for some cause. */
export interface FailureAnswer {
	/** What the client gets: one of these. */
	readonly answers: readonly GatewayAnswer[];
	/**
	 * Causes of which its log names one: more than the cause itself where its words do not tell two apart. Empty: its log says nothing,
	 * so the cause has to be known from the apps' journals alone. Default: the cause itself.
	 */
	readonly logged?: readonly Cause[];
	/** Those of the answers of which its log says nothing, where it names the others. */
	readonly silent?: readonly GatewayAnswer[];
}

export interface GatewayPlan {
	/** `gateway` is the one under test, which clients talk to; `inner1`, ... stand behind it. Its container, and its name on the network. */
	readonly part: string;
	readonly name: string;
	/** Its name, or `nginx@1.29` where one call runs several images of it. */
	readonly label: string;
	/** Image reference given by the user, or null for the harness's own. */
	readonly image: string | null;
	readonly options: GatewayOptions;
	/** `default` is the rendered config; another label is a user's file with its text. */
	readonly config: {
		readonly label: string;
		readonly file: string | null;
		readonly text: string;
		readonly hash: string;
		/** Files beside it. */
		readonly others: readonly ConfigFile[];
	};
	readonly port: number;
	/** Of all that it could lead to, what is not in use included: the gateways behind it, and the apps. */
	readonly endpoints: readonly UpstreamEndpoint[];
	/** Options and features that this gateway lacks; what `options` says of them does not hold. Reasons by name. */
	readonly lacks: Readonly<Record<string, string>>;
	/** For each neutral cause: what a client of this gateway gets. */
	readonly semantics: Partial<Record<Cause, FailureAnswer>>;
	/** Only where it is somebody else's: its options and its config are not known then. */
	readonly foreign?: ForeignGateway;
}

export interface ForeignGateway {
	/** Null where it has none on this engine. */
	readonly container: string | null;
	/** Whether its log is in a known format. */
	readonly logRead: boolean;
}

/** A status, or an outcome without one. */
export type GatewayAnswer = number | Outcome;

/** The load of a run, with all defaults filled in. */
export interface LoadPlan {
	/** Requests due per second, whatever becomes of them. */
	readonly ratePerSecond: number;
	/** Changes of the rate within the fault and the recovery window; the baseline, which they are compared with, is steady. */
	readonly rateSteps: readonly RateStepPlan[];
	readonly arrivals: 'uniform' | 'poisson';
	readonly postShare: number;
	readonly timeoutMs: {readonly connect: number; readonly firstByte: number; readonly body: number};
	/** `reuse` keep-alive connections, `fresh` one per request, or a share of fresh ones between 0 and 1. */
	readonly connections: 'reuse' | 'fresh' | number;
	/** Connections opened before the first request. */
	readonly preopen: number;
	/** Most requests under way at once; what exceeds it is `unsent`. */
	readonly maxInFlight: number;
	readonly path: string;
	/** This share of the GETs asks for another path; null for none. */
	readonly otherPath: {readonly path: string; readonly share: number} | null;
	/** Length of the body of POSTs. */
	readonly bodyBytes: number;
	/** Body of POSTs, read from a file when the plan was made; null for filler. */
	readonly bodyFile: BodyFilePlan | null;
	/** Clients that try again after a failure; null for those that do not. */
	readonly retry: RetryPlan | null;
	/** Share of the clients that send their request in eight pieces, with pauses between them; null for none. */
	readonly slowClients: {readonly share: number; readonly pauseMs: number} | null;
	/** Share of the clients that hang up where their answer is not there in time; they count as time-outs. Null for none. */
	readonly leavingClients: {readonly share: number; readonly afterMs: number} | null;
	/** Clients speak TLS; null for plain HTTP. */
	readonly tls: TlsPlan | null;
	/** Load generators, each in a container of its own and with its share of the rate. */
	readonly generators: number;
	/** A closed loop that keeps the gateway busy beside the load; null for none. */
	readonly saturation: SaturationPlan | null;
}

export interface RateStepPlan {
	/** The window from whose observed beginning the step counts. It takes place at least 100 ms later: it has to be known first. */
	readonly from: 'fault' | 'recovery';
	readonly afterMs: number;
	/** The new rate as a multiple of `ratePerSecond`. */
	readonly times: number;
	/** How long it lasts, the ramp included; then the rate is `ratePerSecond` again. Null: until the next step. */
	readonly forMs: number | null;
	/** The rate changes evenly over this time; 0: at once. */
	readonly rampMs: number;
}

export interface BodyFilePlan {
	/** As the scenario names it. */
	readonly path: string;
	readonly base64: string;
}

/**
 * A failure is anything but a whole answer with a status below 500. A retry is a sample of its own, due when its back-off is over; a POST
 * keeps the key of its first try.
 */
export interface RetryPlan {
	/** Tries in all, the first one included. */
	readonly attempts: number;
	/** Wait before the second try. */
	readonly backoffMs: number;
	/** The wait grows by this factor with each try. */
	readonly factor: number;
	/** Retries are at most this share of the first tries so far; null for no limit. */
	readonly budgetShare: number | null;
}

export interface TlsPlan {
	/** Name sent in the handshake (SNI) and checked against the certificate. */
	readonly serverName: string;
	/** PEM text of the authority to trust. Null: any certificate is taken, for answers are judged here, and not trust. */
	readonly ca: string | null;
}

export interface SaturationPlan {
	/** Requests under way at once: each connection sends the next one when its answer has come. */
	readonly connections: number;
	/** `run`: from before the baseline to after the recovery. `fault`: while the fault lasts. */
	readonly during: 'run' | 'fault';
}

export interface PhasesPlan {
	readonly warmupMs: number;
	readonly baselineMs: number;
	readonly faultMs: number;
	readonly recoveryMs: number;
}

export interface FaultPlan {
	readonly kind: string;
	readonly options: Readonly<Record<string, unknown>>;
	readonly describe: string;
	readonly needs: FaultNeeds;
}

/** What has to stand beside the parts of a topology before the load, for a fault to take effect at once. */
export interface FaultNeeds {
	/** Network namespaces that the fault acts in. */
	readonly network: readonly NetworkNeed[];
	/** Upstreams that it needs a link before: a Toxiproxy through which the gateway reaches them. */
	readonly links: readonly string[];
	/** Limits of the gateway's container. Default: none. */
	readonly gateway?: GatewayLimits;
}

export interface GatewayLimits {
	/** Hard limit, swap included. */
	readonly memoryBytes?: number;
	/** Descriptors of each of its processes. */
	readonly noFile?: number;
}

export interface NetworkNeed {
	/** `gateway`, `app1`, ... */
	readonly part: string;
	readonly kernel: readonly KernelFeature[];
	/** Settings of the namespace, from its start on, such as `net.ipv4.icmp_ratelimit`. */
	readonly sysctls?: Readonly<Record<string, string>>;
	/** The helper stands before its name service, from before the part's start on. Needs `name-relay` of the kernel. */
	readonly nameService?: boolean;
	/** The helper sees the cgroups of the engine's host, and may write there: the kernel's throttles of a disk are nowhere else. */
	readonly hostCgroups?: boolean;
}

export type KernelFeature = 'packet-rules' | 'connection-count' | 'name-relay' | 'rate-limit' | 'delay';

/** One cell of the matrix scenario × gateway × config × repeat. */
export interface RunPlan {
	/** Unique within the report: `upstream-killed.nginx.default.1`. */
	readonly id: string;
	readonly scenario: string;
	readonly title: string;
	readonly file: string;
	readonly tags: readonly string[];
	readonly gateway: GatewayPlan;
	/** Gateways between that one and the apps, the outermost first. */
	readonly inner: readonly GatewayPlan[];
	readonly upstreams: readonly UpstreamPlan[];
	/** Behind the apps; null for none. */
	readonly database: DatabasePlan | null;
	/** Only where the parts are somebody else's. */
	readonly stack?: StackPlan;
	readonly load: LoadPlan;
	readonly capacityProbe: {readonly durationMs: number; readonly connections: number} | null;
	readonly phases: PhasesPlan;
	/** What stands between the gateway and an upstream; the gateway's `endpoints` lead there. */
	readonly links: readonly LinkPlan[];
	/** Null where the scenario has no fault. `steady` only. */
	readonly fault: FaultPlan | null;
	/** `withheld`: everything but the injection; `wrong`: another fault than the scenario's; `control`: no fault, beside a run that has it. */
	readonly mode: 'as-written' | 'withheld' | 'wrong' | 'control';
	readonly expectations: readonly ResolvedExpectation[];
	/** Names of expectations that must fail when the fault is withheld. */
	readonly sensitive: readonly string[];
	readonly repeat: number;
	readonly seed: number;
	/** The line that repeats this run. */
	readonly repro: string;
}

/** A scenario that is not run on a gateway, because its story makes no sense there, or because it needs what the gateway lacks. */
export interface SkippedRun {
	readonly scenario: string;
	readonly gateway: string;
	readonly because: string;
}
