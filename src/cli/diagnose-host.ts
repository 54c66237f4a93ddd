// `gatequake diagnose --host`: walks the checklist on this machine, without containers. It looks only.
import {GatequakeError} from '../error.ts';
import {configTargets} from '../diagnosis/config-targets.ts';
import {diagnoseHost} from '../diagnosis/diagnose-host.ts';
import type {HostDiagnosis} from '../diagnosis/host-diagnosis.ts';
import type {LogDiagnosis} from '../diagnosis/log-diagnosis.ts';
import {gatewayOwners} from '../diagnosis/log-owner.ts';
import {LogReading} from '../diagnosis/log-reading.ts';
import {isConfigured} from '../diagnosis/with-settings.ts';
import type {HostFacts} from '../runtime/host-facts.ts';
import {lookAtHost} from '../runtime/look-at-host.ts';
import {parseUpstreamTarget} from '../runtime/upstream-target.ts';
import type {Flag, ReadArguments} from './arguments.ts';

export const hostFlags: Readonly<Record<string, Flag>> = {
	host: {
		help: 'walks the checklist on this machine, changing nothing: processes, sockets, units, logs, and the config that the gateway tells itself',
	},
};

const answerMs = 10_000;
const hourMs = 3_600_000;

export async function diagnoseThisHost({flags: given, words}: ReadArguments, signal: AbortSignal): Promise<HostDiagnosis> {
	const allowed = ['host', 'gateway', 'upstream', 'path', 'json', 'html'];
	const stray = [...given.keys()].find((name) => !allowed.includes(name));
	if (stray !== undefined || words.length > 0) {
		throw new GatequakeError(
			`expected --host with --gateway, --upstream and --path, and ${stray === undefined ? `\`${words[0]}\`` : `--${stray}`} came with it`,
			{
				code: 'BAD_ARGUMENTS',
				exitCode: 2,
				hint: 'gatequake diagnose --host --gateway nginx',
			},
		);
	}

	const facts = await lookAtHost({
		gateway: given.get('gateway')?.[0] ?? null,
		targets: targetsOf(given.get('upstream') ?? []),
		path: given.get('path')?.[0] ?? '/',
		timeoutMs: answerMs,
		signal,
		readConfig: (gateway, text) => {
			const {upstreams, errorLogs} = configTargets(gateway, text);
			return {targets: targetsOf(upstreams), errorLogs};
		},
	});
	return diagnoseHost(facts, await logOf(facts));
}

function targetsOf(texts: readonly string[]) {
	return texts.flatMap((text) => parseUpstreamTarget(text) ?? []);
}

/** Of the last hour. Null where nothing could be read. */
async function logOf({gateway, logs, config}: HostFacts): Promise<LogDiagnosis | null> {
	const own = gatewayOwners.find((known) => known === gateway);
	const reading = new LogReading({sinceMs: Date.now() - hourMs, untilMs: Infinity});
	let read = 0;
	for (const {name, owner: kind, content} of logs) {
		const owner = kind === 'gateway' ? own : kind;
		if (owner === undefined || content.length === 0) continue;
		try {
			// A log without a zone has the machine's.
			await reading.read({name, owner, chunks: [content], zoneMinutes: -new Date().getTimezoneOffset(), year: new Date().getFullYear()});
			read++;
		} catch (error) {
			if (!(error instanceof GatequakeError && error.code === 'NO_LOG')) throw error;
		}
	}

	if (config !== null && own !== undefined && isConfigured(own)) reading.config(own, config.text);
	return read === 0 ? null : reading.diagnosis();
}
