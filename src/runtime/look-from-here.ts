// Looks at the sockets of the network namespace that it runs in, and asks upstreams from there, by its names and routes. It runs in this process,
// and as a text of its own in a helper container that has Node and nothing else: so it imports nothing but Node.
import {Buffer} from 'node:buffer';
import {lookup} from 'node:dns/promises';
import {existsSync, readFileSync} from 'node:fs';
import net from 'node:net';

export interface LookOrder {
	readonly targets: readonly OrderedTarget[];
	readonly timeoutMs: number;
}

export interface OrderedTarget {
	readonly target: string;
	readonly host: string | null;
	readonly port: number | null;
	readonly socket: string | null;
	/** What is sent, base64. */
	readonly request: string;
}

export interface Looked {
	readonly listening: readonly {readonly address: string; readonly port: number}[];
	readonly asked: readonly LookedTarget[];
}

export interface LookedTarget {
	readonly target: string;
	/** What its name leads to; of a socket its path, where it is there. */
	readonly addresses: readonly string[];
	/** What came, base64, to the end of its headers at least. */
	readonly answer: string;
	/** Code of what went wrong; null where something came, or the connection was closed in order. */
	readonly error: string | null;
	readonly tookMs: number;
}

export async function lookFromHere({targets, timeoutMs}: LookOrder): Promise<Looked> {
	const listening = [...listeners('/proc/net/tcp'), ...listeners('/proc/net/tcp6')];
	return {listening, asked: await Promise.all(targets.map(async (target) => await ask(target, timeoutMs)))};
}

async function ask({target, host, port, socket, request}: OrderedTarget, timeoutMs: number): Promise<LookedTarget> {
	const startMs = performance.now();
	const done = (addresses: readonly string[], answer: Buffer, error: string | null) => ({
		target,
		addresses,
		answer: answer.toString('base64'),
		error,
		tookMs: performance.now() - startMs,
	});
	let addresses: readonly string[] = [];
	try {
		addresses =
			socket === null
				? (await lookup(host ?? '', {all: true})).map((found) => found.address)
				: existsSync(socket)
					? [`unix:${socket}`]
					: [];
	} catch (error) {
		return done([], Buffer.alloc(0), codeOf(error));
	}

	const connection = socket === null ? net.connect(port ?? 0, addresses[0] ?? '') : net.connect(socket);
	const pieces: Buffer[] = [];
	const over = Promise.withResolvers<string | null>();
	const timer = setTimeout(() => {
		over.resolve('TIMEOUT');
	}, timeoutMs);
	connection.on('connect', () => connection.write(Buffer.from(request, 'base64')));
	connection.on('data', (piece: Buffer) => {
		pieces.push(piece);
		const head = Buffer.concat(pieces);
		// More than the headers is not needed, and headers of 64 KiB are none.
		if (head.includes('\r\n\r\n') || head.length > 65_536) over.resolve(null);
	});
	connection.on('end', () => {
		over.resolve(null);
	});
	connection.on('error', (error) => {
		over.resolve(codeOf(error));
	});
	const error = await over.promise;
	clearTimeout(timer);
	connection.destroy();
	return done(addresses, Buffer.concat(pieces), error);
}

function codeOf(error: unknown): string {
	return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

/** Lines of the kernel's table in state 0A. */
function listeners(file: string): readonly {readonly address: string; readonly port: number}[] {
	if (!existsSync(file)) return [];
	return readFileSync(file, 'latin1')
		.split('\n')
		.slice(1)
		.flatMap((line) => {
			const [, local = '', , state] = line.trim().split(/\s+/);
			const [hex = '', port = ''] = local.split(':');
			return state === '0A' ? [{address: addressOf(hex), port: Number.parseInt(port, 16)}] : [];
		});
}

/** The kernel writes each 32 bits in the machine's order. */
export function addressOf(hex: string): string {
	if (hex.length === 8)
		return [...(hex.match(/../g) ?? [])]
			.toReversed()
			.map((byte) => Number.parseInt(byte, 16))
			.join('.');
	if (/^0+$/.test(hex)) return '::';
	return hex === '00000000000000000000000001000000' ? '::1' : hex;
}
