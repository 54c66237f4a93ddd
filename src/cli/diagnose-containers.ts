// `gatequake diagnose --container`: walks the checklist on live containers. It looks only; what joins their network namespaces is a helper
// of a run of its own, which is removed whatever happens.
import {GatequakeError} from '../error.ts';
import type {ContainerDiagnosis} from '../diagnosis/container-diagnosis.ts';
import {diagnoseContainer} from '../diagnosis/diagnose-container.ts';
import type {LogDiagnosis} from '../diagnosis/log-diagnosis.ts';
import {isLoopback} from '../diagnosis/is-loopback.ts';
import {gatewayOwners} from '../diagnosis/log-owner.ts';
import {LogReading} from '../diagnosis/log-reading.ts';
import {newRunId} from '../run/report-folder.ts';
import type {ContainerFacts} from '../runtime/container-facts.ts';
import {connectEngine} from '../runtime/engine.ts';
import {lookAtContainer} from '../runtime/look-at-container.ts';
import {lookFromNamespace} from '../runtime/look-from-namespace.ts';
import {openRuntime} from '../runtime/open-runtime.ts';
import type {Runtime} from '../runtime/runtime.ts';
import {parseUpstreamTarget} from '../runtime/upstream-target.ts';
import type {UpstreamTarget} from '../runtime/upstream-target.ts';
import type {Flag, ReadArguments} from './arguments.ts';

export const containerFlags: Readonly<Record<string, Flag>> = {
	container: {
		value: 'NAME',
		help: 'walks the checklist on live containers, changing nothing: the gateway first, then the apps behind it; may be repeated',
		repeatable: true,
	},
	upstream: {
		value: 'TARGET',
		help: 'asked directly from the gateway’s network namespace: app1:8080, fastcgi://app1:9000/srv/index.php, uwsgi://unix:/run/app.sock; default: where the apps listen; may be repeated',
		repeatable: true,
		check: (value) => (parseUpstreamTarget(value) === null ? 'must be like app1:8080 or fastcgi://unix:/run/app.sock' : null),
	},
	path: {value: 'PATH', help: 'what is asked of it (default /)', check: (value) => (/^\/\S*$/.test(value) ? null : 'must begin with /')},
};

const answerMs = 10_000;

type Seen = Omit<ContainerFacts, 'namespace'>;

export async function diagnoseContainers({flags: given}: ReadArguments, signal: AbortSignal): Promise<ContainerDiagnosis> {
	const allowed = [...Object.keys(containerFlags), 'gateway', 'json', 'html'];
	const stray = [...given.keys()].find((name) => !allowed.includes(name));
	if (stray !== undefined) {
		throw new GatequakeError(`expected --container with --gateway, --upstream and --path, and --${stray} came with it`, {
			code: 'BAD_ARGUMENTS',
			exitCode: 2,
			hint: 'gatequake diagnose --container gateway --container app1 --gateway nginx',
		});
	}

	const {docker} = await connectEngine();
	const seen = await Promise.all((given.get('container') ?? []).map(async (name) => await lookAtContainer(docker, name, signal)));
	const [first, ...others] = seen;
	if (first === undefined) throw new GatequakeError('expected --container with a name', {code: 'BAD_ARGUMENTS', exitCode: 2});
	const log = await logOf(first, given.get('gateway')?.[0]);
	if (!seen.some(({running}) => running)) {
		return diagnoseContainer({gateway: {...first, namespace: null}, apps: others.map((app) => ({...app, namespace: null})), log});
	}

	await using runtime = await openRuntime({runId: newRunId(), keep: false, progress: () => {}, signal});
	const apps: readonly ContainerFacts[] = await Promise.all(others.map(async (app) => await withNamespace(runtime, app, [], '/')));
	const targets = (given.get('upstream') ?? apps.flatMap(whereItListens)).flatMap((text) => parseUpstreamTarget(text) ?? []);
	const gateway = await withNamespace(runtime, first, targets, given.get('path')?.[0] ?? '/');
	return diagnoseContainer({gateway, apps, log});
}

async function withNamespace(runtime: Runtime, seen: Seen, targets: readonly UpstreamTarget[], path: string): Promise<ContainerFacts> {
	const namespace = seen.running ? await lookFromNamespace(runtime, {container: seen, targets, path, timeoutMs: answerMs}) : null;
	return {...seen, namespace};
}

function whereItListens({addresses, namespace}: ContainerFacts): readonly string[] {
	const ports = new Set(namespace?.listening.filter(({address}) => !isLoopback(address)).map(({port}) => port));
	return [...ports].flatMap((port) => addresses.slice(0, 1).map((address) => `${address}:${port}`));
}

async function logOf({name, log}: Seen, gateway: string | undefined): Promise<LogDiagnosis | null> {
	const owner = gatewayOwners.find((known) => known === gateway);
	if (owner === undefined || log.length === 0) return null;
	const reading = new LogReading({sinceMs: -Infinity, untilMs: Infinity});
	try {
		await reading.read({name, owner, chunks: [log], zoneMinutes: 0, year: new Date().getFullYear()});
	} catch (error) {
		// What it prints is no log: the checklist says so.
		if (error instanceof GatequakeError && error.code === 'NO_LOG') return null;
		throw error;
	}

	return reading.diagnosis();
}
