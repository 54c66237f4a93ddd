// A gateway is data plus a log reader: text in, events out. Files in this folder start nothing and read no clock.
import type {GatewayAnswer, GatewayOptions} from '../scenario/plan.ts';
import type {Cause} from '../timeline/cause.ts';
import type {AccessEvent, GatewayLogEvent} from '../timeline/timeline.ts';

export interface RenderContext {
	readonly options: GatewayOptions;
	/** Where each upstream in use listens. */
	readonly upstreams: readonly {readonly name: string; readonly port: number}[];
	readonly port: number;
}

/** Turns wall-clock times of logs into instants on the timeline. */
export interface LogClock {
	fromWallMs(wallMs: number): number;
}

/** Line on a gateway container's standard output between the check and the start: some checks open the port for a moment. */
export const configAccepted = 'gatequake: config accepted';

export interface GatewayKind {
	readonly name: string;
	/** Image folder under docker/, and the key of `--image`. */
	readonly image: 'nginx';
	/** Port it listens on with the rendered config. */
	readonly port: number;
	/** Files the config is placed in, and the folder with its logs inside the container. */
	readonly configPath: string;
	readonly logDirectory: string;
	render(context: RenderContext): string;
	/** Port of a user's own config, or null where it cannot be read. */
	portOf(configText: string): number | null;
	/**
	 * Checks the config, says `configAccepted` on standard output, then serves; exits with the check's words on standard error where
	 * the config is refused. A container that is started again serves at once: its config was checked.
	 */
	command(configText: string): readonly string[];
	/** From the container's last output: what the config check said, with the offending line of the config. */
	explainRefusal(output: string, configText: string): string | null;
	readonly reloadSignal: string;
	/** Capabilities it needs inside its container. */
	readonly capabilities: readonly string[];
	/** For each neutral cause, what clients get, with default options. */
	readonly semantics: Partial<Record<Cause, readonly GatewayAnswer[]>>;
	/** Log files by name relative to `logDirectory`. Lines that cannot be read become events without a cause, never errors. */
	readLogs(files: ReadonlyMap<string, string>, clock: LogClock): readonly (AccessEvent | GatewayLogEvent)[];
}
