// One build by the engine's classic builder, which every engine from 20.10 on has: context in, image id and log out.
import {addAbortSignal, Readable} from 'node:stream';
import {stripVTControlCharacters} from 'node:util';
import type Docker from 'dockerode';
import {GatequakeError} from '../error.ts';
import {contextTar, type ContextEntry} from './image-context.ts';
import {withDeadline} from './engine-deadline.ts';

export interface BuildOrder {
	/** For messages: `app`. */
	readonly name: string;
	readonly entries: readonly ContextEntry[];
	/** What `FROM` names: the build argument PARENT. */
	readonly parent: string;
	readonly labels?: Readonly<Record<string, string>>;
	/** Without a tag the image is there and nobody finds it by name. */
	readonly tag?: string;
}

export interface BuiltImage {
	readonly id: string;
	/** What the build printed. */
	readonly log: string;
}

const buildMs = 10 * 60_000;
const shownLogLines = 15;

/** Rejects with `IMAGE_NOT_BUILT` and the last lines of the log, or with `NO_DISK_SPACE`. */
export async function buildImage(docker: Docker, order: BuildOrder, signal: AbortSignal): Promise<BuiltImage> {
	const what = `build image ${order.name}`;
	let id = '';
	let log = '';
	try {
		const stream = await withDeadline(
			async (abortSignal) =>
				await docker.buildImage(contextTar(order.entries), {
					...(order.tag === undefined ? {} : {t: order.tag}),
					buildargs: {...proxyArguments(), PARENT: order.parent},
					labels: {...order.labels},
					// A step out of the engine's cache prints nothing, so no version, and may hold last year's packages.
					nocache: true,
					rm: true,
					forcerm: true,
					abortSignal,
				}),
			buildMs,
			what,
			signal,
		);
		await followStream(
			stream,
			buildMs,
			what,
			(message) => {
				log += message.stream ?? '';
				id = message.aux?.ID ?? id;
			},
			signal,
		);
	} catch (error) {
		signal.throwIfAborted();
		throw explain(error, order.name, log);
	}
	return {id, log};
}

/** One line of the engine's progress streams (build, pull, import). */
export interface EngineMessage {
	readonly stream?: string;
	readonly status?: string;
	readonly error?: string;
	readonly aux?: {readonly ID?: string};
}

/** Reads a progress stream to its end; an error that the engine reports in it rejects. */
export async function followStream(
	stream: NodeJS.ReadableStream,
	deadlineMs: number,
	what: string,
	onMessage: (message: EngineMessage) => void,
	signal: AbortSignal,
): Promise<void> {
	await withDeadline(
		async (abortSignal) => {
			// The engine's client hands over an IncomingMessage; its types say less.
			if (!(stream instanceof Readable)) throw new TypeError('expected a stream that can be destroyed');
			const readable = addAbortSignal(abortSignal, stream);
			let rest = '';
			for await (const chunk of readable.setEncoding('utf8')) {
				const lines = `${rest}${chunk}`.split('\n');
				rest = lines.pop() ?? '';
				for (const line of lines) take(line, onMessage);
			}
			take(rest, onMessage);
		},
		deadlineMs,
		what,
		signal,
	);
}

/** The error for a full disk, if that is what a message is about. */
export function noDiskSpace(message: string): GatequakeError | null {
	const line = message.split('\n').find((candidate) => /no space left on device|ENOSPC|disk quota exceeded/i.test(candidate));
	if (line === undefined) return null;
	return new GatequakeError(`expected room on the disk for images, there is none: ${line.trim()}`, {
		code: 'NO_DISK_SPACE',
		exitCode: 2,
		hint: '`docker system df` shows what takes the room, `docker system prune` frees what nothing uses; about 1 GB is needed',
	});
}

function take(line: string, onMessage: (message: EngineMessage) => void): void {
	if (line.trim() === '') return;
	// The engine's API documents the shape.
	const message: EngineMessage = JSON.parse(line);
	if (message.error !== undefined) throw new Error(message.error);
	onMessage(message);
}

/** A build reaches the network through the host's proxy, if it has one; the builder keeps these arguments out of the image. */
function proxyArguments(): Record<string, string> {
	const names = ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];
	return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

function explain(error: unknown, name: string, log: string): GatequakeError {
	if (error instanceof GatequakeError) return error;
	const message = error instanceof Error ? error.message : String(error);
	const lastLines = stripVTControlCharacters(log).trimEnd().split('\n').slice(-shownLogLines).join('\n');
	return (
		noDiskSpace(`${message}\n${lastLines}`) ??
		new GatequakeError(`expected image ${name} to be built, the build failed: ${message.trim()}\n${lastLines}`, {
			code: 'IMAGE_NOT_BUILT',
			hint: `the recipe is docker/${name}/Dockerfile; docker/README.md says what the host puts into its context`,
			cause: error,
		})
	);
}
