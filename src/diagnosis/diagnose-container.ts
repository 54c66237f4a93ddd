// From what containers show of themselves to the list of questions that people ask, each with yes, no or unknown and its evidence. What
// nobody could look at is unknown, and never guessed.
import type {CheckEntry} from '../report/report.ts';
import type {ContainerFacts} from '../runtime/container-facts.ts';
import {version} from '../version.ts';
import {no, unknown, yes} from './check.ts';
import type {ContainerDiagnosis} from './container-diagnosis.ts';
import {isLoopback} from './is-loopback.ts';
import type {LogDiagnosis} from './log-diagnosis.ts';

export interface ContainersSeen {
	readonly gateway: ContainerFacts;
	/** Of the apps behind it, as far as they were named. */
	readonly apps: readonly ContainerFacts[];
	readonly log: LogDiagnosis | null;
}

type Answer = Pick<CheckEntry, 'answer' | 'evidence'>;

export function diagnoseContainer(seen: ContainersSeen): ContainerDiagnosis {
	const all = [seen.gateway, ...seen.apps];
	return {
		schemaVersion: 1,
		tool: {name: 'gatequake', version},
		containers: all.map(({name, image, status}) => ({name, image, status})),
		checklist: questions.map(({name, question, ask}) => ({name, question, ...ask(seen, all)})),
		log: seen.log,
	};
}

interface Question {
	readonly name: string;
	readonly question: string;
	readonly ask: (seen: ContainersSeen, all: readonly ContainerFacts[]) => Answer;
}

const questions: readonly Question[] = [
	{
		name: 'is-running',
		question: 'Is every process running?',
		ask: (_, all) =>
			answered(
				all
					.filter(({running}) => !running)
					.map(
						({name, status, exitCode, finishedAt}) =>
							`${name} is ${status}${finishedAt.startsWith('0001') ? '' : `, exit code ${exitCode}, since ${finishedAt}`}`,
					),
				all.map(({name, processes}) => `${name}: ${processes.length} processes, ${processes[0] ?? ''}`),
			),
	},
	{
		name: 'kept-running',
		question: 'Did it stay up, without crash or restart, in the last hour?',
		ask: (_, all) =>
			answered(
				all.flatMap(({name, events, restarts}) => [
					...(restarts > 0 ? [`${name}: restarted ${restarts} times by the engine's restart policy`] : []),
					...events
						.filter(({action}) => ['die', 'restart'].includes(action))
						.slice(-3)
						.map(({action, at, exitCode}) => `${name}: ${action}${exitCode === null ? '' : `, exit code ${exitCode}`}, at ${at}`),
				]),
				all.filter(({running}) => running).map(({name, startedAt}) => `${name} runs since ${startedAt}`),
			),
	},
	{
		name: 'has-memory',
		question: 'Is there memory left?',
		ask: (_, all) => {
			const short = all.flatMap(({name, events, oomKilled, memory}) => [
				...(oomKilled ? [`${name}: the engine says that it was killed for memory`] : []),
				...events
					.filter(({action}) => action === 'oom')
					.slice(-2)
					.map(({at}) => `${name}: oom at ${at}`),
				...(memory !== null && memory.usedBytes > 0.95 * memory.limitBytes
					? [`${name}: ${megabytes(memory.usedBytes)} of ${megabytes(memory.limitBytes)}`]
					: []),
			]);
			const told = all.flatMap(({name, memory}) =>
				memory === null ? [] : [`${name}: ${megabytes(memory.usedBytes)} of ${megabytes(memory.limitBytes)}`],
			);
			return short.length === 0 && told.length === 0 ? unknown('no container that runs tells its memory') : answered(short, told);
		},
	},
	{name: 'is-listening', question: 'Does the app listen, and not on loopback only?', ask: listening},
	{name: 'target-matches', question: 'Do the names that the gateway uses lead to the apps?', ask: targetMatches},
	{
		name: 'answers-directly',
		question: 'Does the app answer when it is asked directly, from where the gateway stands?',
		ask: ({gateway}) => {
			const all = gateway.namespace?.asked ?? [];
			const asked = all.filter(({error}) => error !== 'NOT_SHARED');
			const words = asked.map(({target, status, error, tookMs}) => `${target}: ${status ?? error ?? '?'} after ${Math.round(tookMs)} ms`);
			if (all.length === 0)
				return unknown('no upstream was asked: name one with --upstream HOST:PORT, or the app with a second --container');
			if (asked.length === 0) return unknown('the socket is in a file system that the container shares with nobody');
			return answered(
				words.filter((_word, index) => (asked[index]?.status ?? 500) >= 500),
				words,
			);
		},
	},
	{
		name: 'log-names-cause',
		question: 'Does the gateway’s log name a cause?',
		ask: ({log}) => {
			if (log === null) return unknown('no log of a known gateway: name it with --gateway');
			const lines = log.files.reduce((sum, file) => sum + file.lines, 0);
			return log.causes.length === 0
				? no(`none of its ${lines} lines does`)
				: yes(...log.causes.slice(0, 3).map(({count, meaning, id, last}) => `${count} × ${meaning} (${id}), last at ${last ?? 'no time'}`));
		},
	},
];

/** No with what speaks against it, where anything does. */
function answered(against: readonly string[], speaksFor: readonly string[]): Answer {
	return against.length > 0 ? no(...against) : yes(...speaksFor);
}

function listening({gateway, apps}: ContainersSeen): Answer {
	const sockets = (gateway.namespace?.asked ?? []).flatMap(({addresses}) => addresses.filter(isSocket));
	const looked = apps.flatMap(({name, namespace}) =>
		namespace === null ? [] : [{name, ports: namespace.listening.filter(isNoNameService)}],
	);
	if (looked.length === 0) return unknown('no app was named that runs: a second --container does');
	return answered(
		looked
			.filter(({ports}) => ports.every(({address}) => isLoopback(address)) && (ports.length > 0 || sockets.length === 0))
			.map(({name, ports}) =>
				ports.length === 0 ? `${name} listens on no port` : `${name} listens on loopback only: ${ports.map(shown).join(', ')}`,
			),
		looked.map(({name, ports}) => `${name}: ${(ports.length > 0 ? ports.map(shown) : sockets).join(', ')}`),
	);
}

/** As `--upstream` has it: any app may have made it. */
function isSocket(address: string): boolean {
	return address.startsWith('unix:');
}

/** The engine's own name service listens in containers, too. */
function isNoNameService({address}: {readonly address: string}): boolean {
	return address !== '127.0.0.11';
}

function shown({address, port}: {readonly address: string; readonly port: number}): string {
	return `${address}:${port}`;
}

function targetMatches({gateway, apps, log}: ContainersSeen): Answer {
	const asked = (gateway.namespace?.asked ?? []).filter(({error}) => error !== 'NOT_SHARED');
	const known = new Map(apps.flatMap(({name, addresses}) => addresses.map((address) => [address, name] as const)));
	const words = asked.map(
		({target, addresses}) => `${target} leads to ${addresses.map((address) => owned(address, known)).join(', ') || 'nothing'}`,
	);
	const lost = words.filter((_, index) => {
		const addresses = asked[index]?.addresses ?? [];
		return addresses.length === 0 || (apps.length > 0 && !addresses.some((address) => known.has(address) || isSocket(address)));
	});
	// The gateway may still use an address that a name led to when it started.
	const old =
		apps.length === 0
			? []
			: (log?.causes ?? [])
					.flatMap(({upstreams}) => upstreams.map(({name}) => name))
					.filter((name) => {
						const address = addressIn(name);
						return address !== null && !known.has(address);
					});
	const stale = [...new Set(old)].map((name) => `its log names ${name}, which is no address of the containers named`);
	if (lost.length + stale.length > 0) return no(...lost, ...stale);
	return apps.length === 0 || words.length === 0
		? unknown(...words, 'name the app with a second --container, and where it is with --upstream')
		: yes(...words);
}

function owned(address: string, known: ReadonlyMap<string, string>): string {
	return isSocket(address) ? 'a socket that is there' : `${address} (${known.get(address) ?? 'none of the containers named'})`;
}

/** Null for a name, which says nothing of an address. */
function addressIn(upstream: string): string | null {
	return /^(\d+\.\d+\.\d+\.\d+)(?::\d+)?$/.exec(upstream)?.[1] ?? null;
}

function megabytes(bytes: number): string {
	return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
