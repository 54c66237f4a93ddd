// A gateway is data plus a log reader: text in, events out. Files in this folder start nothing and read no clock.
import type {OptionProblem} from '../expectations/expectation.ts';
import type {
	ConfigFile,
	EndpointTls,
	FailureAnswer,
	GatewayFeature,
	GatewayOptions,
	UpstreamEndpoint,
	UpstreamProtocol,
} from '../scenario/plan.ts';
import type {Cause} from '../timeline/cause.ts';
import type {AccessEvent, GatewayLogEvent} from '../timeline/timeline.ts';

/** What a config is rendered for. */
export interface RenderContext {
	readonly options: GatewayOptions;
	/** Those in use. */
	readonly upstreams: readonly UpstreamEndpoint[];
	readonly port: number;
}

/** What a gateway's command may depend on. */
export interface CommandContext {
	readonly configText: string;
	readonly options: GatewayOptions;
	readonly port: number;
}

/** Turns wall-clock times of logs into instants on the timeline. */
export interface LogClock {
	fromWallMs(wallMs: number): number;
}

/** Line on a gateway container's standard output between the check and the start: some checks open the port for a moment. */
export const configAccepted = 'gatequake: config accepted';

/** In the container of a gateway that speaks TLS to upstreams or clients: made for the run, also beside a user's own config. */
export const gatewayTls = {
	/** Of the authority that issued the upstreams' certificates and its own. */
	authority: '/etc/gatequake/tls/authority.pem',
	certificate: '/etc/gatequake/tls/gateway.crt',
	key: '/etc/gatequake/tls/gateway.key',
	/** Certificate and key in one. */
	both: '/etc/gatequake/tls/gateway.pem',
	/** In the certificates of all upstreams, beside their own names. */
	upstreamName: 'apps.gatequake.test',
} as const;

/** Of upstreams all speak TLS, or none: what a gateway is told for all of them. */
export function tlsOf(upstreams: readonly UpstreamEndpoint[]): EndpointTls | null {
	return upstreams[0]?.tls ?? null;
}

/** Of upstreams all speak one protocol. */
export function protocolOf(upstreams: readonly {readonly protocol: UpstreamProtocol}[]): UpstreamProtocol {
	return upstreams[0]?.protocol ?? 'http';
}

/** Where a FastCGI server's script lies, which some gateways want to be told apart from it. */
export function folderOf(script: string): string {
	return script.replace(/[^/]*$/, '');
}

/** What is otherwise with a gateway where its upstreams speak another protocol than HTTP. */
export interface OtherProtocol {
	/** More neutral options that it cannot be told then, each with the reason. */
	readonly lacks?: GatewayKind['lacks'];
	/** Neutral options that have one value then, and why they can have no other. */
	readonly fixed?: {readonly [Option in keyof GatewayOptions]?: {readonly value: GatewayOptions[Option]; readonly because: string}};
	/** What clients get for those causes for which they get something else then. */
	readonly semantics?: GatewayKind['semantics'];
}

/** Gives a gateway back, frozen and typed. */
export function defineGateway(gateway: GatewayKind): GatewayKind {
	return Object.freeze(gateway);
}

/** A kind of gateway: its config out of neutral options, its logs as events, its answers to causes. It starts nothing itself. */
export interface GatewayKind {
	readonly name: string;
	/** Key of `--image`, and the name of its folder under docker/. */
	readonly image: string;
	/** Folder with the Dockerfile (`ARG PARENT`, `FROM ${PARENT}`: a Debian) of a gateway that is not shipped with Gatequake; absolute. */
	readonly imageFolder?: string;
	/** Port it listens on with the rendered config. */
	readonly port: number;
	/** Where its config stands inside the container: the file that a user's own (`--config`) takes the place of. */
	readonly configPath: string;
	/** Folder with its logs inside the container. */
	readonly logDirectory: string;
	/** The neutral options in its own words. The first file is the config (at `configPath`); others go beside it, also beside a user's own. */
	render(context: RenderContext): readonly [ConfigFile, ...ConfigFile[]];
	/** Port of a user's own config, or null where it cannot be read. */
	portOf(configText: string): number | null;
	/**
	 * Checks the config, says `configAccepted` on standard output, then serves; exits with the check's words on standard error where
	 * the config is refused. A container that is started again serves at once: its config was checked.
	 */
	command(context: CommandContext): readonly string[];
	/** From the container's last output: what the config check said, with the offending line of the config. */
	explainRefusal(output: string, configText: string): string | null;
	/** How it takes over a config that was put in place: a signal to its first process, or a command inside its container. */
	readonly reload: {readonly signal: string} | {readonly command: readonly string[]};
	/** What the kernel calls its worker processes, which are children of its first process: names by image. Absent where it is one process. */
	readonly workers?: readonly string[];
	/** Capabilities it needs inside its container. */
	readonly capabilities: readonly string[];
	/**
	 * Neutral options that it cannot be told, and features that it does not have, each with the reason. A scenario that sets such an option
	 * is refused for this gateway; one whose upstreams need such a feature is not run on it, and the reason is shown.
	 */
	readonly lacks: Partial<Record<keyof GatewayOptions | GatewayFeature, string>>;
	/** Values of options that it cannot be told exactly, such as parts of a second. `path` of a problem is the option's name. */
	check?(options: GatewayOptions): readonly OptionProblem[];
	/** For each neutral cause, what clients get, with default options. Measured: see docs/semantics.md. */
	readonly semantics: Partial<Record<Cause, FailureAnswer>>;
	/** What is otherwise where it speaks another protocol to its upstreams than HTTP. */
	readonly over?: Partial<Record<Exclude<UpstreamProtocol, 'http'>, OtherProtocol>>;
	/** Log files by name relative to `logDirectory`. Lines that cannot be read become events without a cause, never errors. */
	readLogs(files: ReadonlyMap<string, string>, clock: LogClock): readonly (AccessEvent | GatewayLogEvent)[];
}
