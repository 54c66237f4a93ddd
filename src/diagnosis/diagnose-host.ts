// From what a machine shows of itself to the list of questions that people ask, each with yes, no or unknown and its evidence.
import type {CheckEntry} from '../report/report.ts';
import type {AskedUpstream} from '../runtime/container-facts.ts';
import type {HostFacts, HostProcess, HostSocket} from '../runtime/host-facts.ts';
import {version} from '../version.ts';
import {no, unknown, yes} from './check.ts';
import type {HostDiagnosis} from './host-diagnosis.ts';
import {isLoopback} from './is-loopback.ts';
import type {LogDiagnosis} from './log-diagnosis.ts';

type Answer = Pick<CheckEntry, 'answer' | 'evidence'>;

interface Seen extends HostFacts {
	readonly log: LogDiagnosis | null;
}

export function diagnoseHost(facts: HostFacts, log: LogDiagnosis | null): HostDiagnosis {
	const {host, at, gateway, config, notSeen} = facts;
	return {
		schemaVersion: 1,
		tool: {name: 'gatequake', version},
		host,
		at,
		gateway,
		configBy: config?.command ?? null,
		checklist: questions.map(({name, question, ask}) => ({name, question, ...ask({...facts, log})})),
		log,
		notSeen,
	};
}

const questions: readonly {readonly name: string; readonly question: string; readonly ask: (seen: Seen) => Answer}[] = [
	{name: 'is-running', question: 'Is every process running?', ask: isRunning},
	{name: 'kept-running', question: 'Did it stay up, without crash or restart, in the last hour?', ask: keptRunning},
	{name: 'has-memory', question: 'Is there memory left?', ask: hasMemory},
	{name: 'has-descriptors', question: 'Are there file descriptors left?', ask: hasDescriptors},
	{name: 'is-listening', question: 'Does something listen where the gateway leads to?', ask: isListening},
	{name: 'target-matches', question: 'Do the names that the gateway uses lead anywhere?', ask: targetMatches},
	{name: 'answers-directly', question: 'Does the app answer when it is asked directly, from this machine?', ask: answersDirectly},
	{name: 'log-names-cause', question: 'Do the logs name a cause?', ask: logNamesCause},
];

const failedStates = new Set(['failed']);

function isRunning({gateway, processes, units}: Seen): Answer {
	const own = processes.filter(({isGateway}) => isGateway);
	const failed = (units ?? [])
		.filter(({state, subState}) => failedStates.has(state) || subState === 'auto-restart')
		.map(({id, state, subState, result, exitStatus}) => `${id} is ${state} (${subState}): ${result}, exit status ${exitStatus}`);
	if (gateway === null)
		return failed.length > 0 ? no(...failed) : unknown('no gateway was named, and none of the known ones was found running');
	const missing = own.length === 0 ? [`no process of ${gateway} runs`] : [];
	return failed.length + missing.length > 0 ? no(...missing, ...failed) : yes(...own.slice(0, 3).map(processWords));
}

/** What started with the machine, or so soon after it, was not started again. */
const bootMs = 120_000;

function keptRunning({at, processes, units, log}: Seen): Answer {
	const restarted = (units ?? [])
		.filter(({restarts}) => restarts > 0)
		// systemd's own order changes from time to time.
		.sort((one, other) => other.restarts - one.restarts || one.id.localeCompare(other.id))
		.map(({id, restarts}) => `${id}: restarted ${restarts} times by systemd`);
	const ended = causesOf(log, /^(?:systemd\.(?:main-killed|main-exited|stop-timeout|watchdog|start-limit)|kernel\.segfault)/);
	const starts = processes.map(({startedAt}) => Date.parse(startedAt));
	const firstMs = Math.min(...starts);
	const fresh = processes
		.filter(({startedAt}) => Date.parse(startedAt) > Date.parse(at) - 3_600_000 && Date.parse(startedAt) > firstMs + bootMs)
		.map((process) => `${processWords(process)} started at ${process.startedAt}`);
	if (processes.length === 0 && units === null) return unknown('no process of the gateway, and none that listens, was seen');
	const against = [...restarted, ...ended, ...fresh];
	return against.length > 0
		? no(...against)
		: yes(...processes.slice(0, 3).map((process) => `${processWords(process)} runs since ${process.startedAt}`));
}

function hasMemory({memory, log}: Seen): Answer {
	const killed = causesOf(log, /oom/);
	if (memory === null) return killed.length > 0 ? no(...killed) : unknown('/proc/meminfo does not tell');
	const words = `${Math.round(memory.availableBytes / 2 ** 20)} of ${Math.round(memory.totalBytes / 2 ** 20)} MiB are available`;
	const short = memory.availableBytes < memory.totalBytes * 0.05;
	return killed.length > 0 || short ? no(...killed, words) : yes(words);
}

function hasDescriptors({processes}: Seen): Answer {
	const told = processes.flatMap((process) => (process.descriptors === null ? [] : [{process, ...process.descriptors}]));
	const words = told.map(({process, open, limit}) => ({text: `${processWords(process)}: ${open} of ${limit}`, short: open > limit * 0.9}));
	const short = words.filter((each) => each.short);
	if (short.length > 0) return no(...short.map(({text}) => text));
	return told.length === 0
		? unknown('descriptors of these processes may be counted by root and their own user only')
		: yes(...words.slice(0, 3).map(({text}) => text));
}

function isListening({asked, sockets, processes}: Seen): Answer {
	const local = asked.flatMap((upstream) => (isLocal(upstream, sockets) ? [{upstream, by: listenerOf(upstream, sockets)}] : []));
	if (local.length === 0) return unknown('no upstream on this machine is known: name one with --upstream HOST:PORT');
	const none = local.filter(({by}) => by === null).map(({upstream}) => `${upstream.target}: nobody listens there`);
	return none.length > 0 ? no(...none) : yes(...local.map(({upstream, by}) => `${upstream.target}: ${ownerWords(by, processes)}`));
}

function targetMatches({asked}: Seen): Answer {
	if (asked.length === 0) return unknown('no upstream is known: name one with --upstream HOST:PORT');
	const lost = asked
		.filter(({addresses}) => addresses.length === 0)
		.map(({target, error}) => `${target} leads to nothing (${error ?? '?'})`);
	return lost.length > 0 ? no(...lost) : yes(...asked.map(({target, addresses}) => `${target} leads to ${addresses.join(', ')}`));
}

function answersDirectly({asked}: Seen): Answer {
	if (asked.length === 0) return unknown('no upstream is known: name one with --upstream HOST:PORT');
	const words = asked.map(({target, status, error, tookMs}) => `${target}: ${status ?? error ?? '?'} after ${Math.round(tookMs)} ms`);
	const bad = words.filter((_, index) => (asked[index]?.status ?? 500) >= 500);
	return bad.length > 0 ? no(...bad) : yes(...words);
}

function logNamesCause({log}: Seen): Answer {
	if (log === null) return unknown('no log could be read');
	const lines = log.files.reduce((sum, file) => sum + file.lines, 0);
	return log.causes.length === 0
		? no(`none of ${lines} lines does`)
		: yes(...log.causes.slice(0, 3).map(({count, meaning, id, last}) => `${count} × ${meaning} (${id}), last at ${last ?? 'no time'}`));
}

function causesOf(log: LogDiagnosis | null, id: RegExp): readonly string[] {
	return [...(log?.causes ?? []), ...(log?.alsoSeen ?? [])]
		.filter((cause) => id.test(cause.id))
		.map(({count, meaning, last}) => `${count} × ${meaning}, last at ${last ?? 'no time'}`);
}

/** Sockets, and addresses of this machine. */
function isLocal({target, addresses}: AskedUpstream, sockets: readonly HostSocket[]): boolean {
	return (
		target.includes('unix:') || addresses.some((address) => isLoopback(address) || sockets.some((socket) => socket.address === address))
	);
}

/** Null where nobody listens. */
function listenerOf({target, addresses}: AskedUpstream, sockets: readonly HostSocket[]): HostSocket | null {
	const path = /unix:[^:]+/.exec(target)?.[0];
	if (path !== undefined) return sockets.find(({address}) => address === path) ?? null;
	const port = Number(/:(\d+)(?:\/.*)?$/.exec(target)?.[1]);
	return sockets.find((socket) => socket.port === port && [...addresses, '0.0.0.0', '::'].includes(socket.address)) ?? null;
}

function ownerWords(socket: HostSocket | null, processes: readonly HostProcess[]): string {
	const owner = processes.find(({pid}) => pid === socket?.pid);
	return owner === undefined ? 'somebody listens' : processWords(owner);
}

function processWords({command, pid, unit}: HostProcess): string {
	return `${command.slice(0, 100)} (pid ${pid}${unit === null ? '' : `, ${unit}`})`;
}
