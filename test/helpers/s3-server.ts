// A real server of the S3 protocol on this machine, which checks signatures and clocks, with an empty bucket `reports`.
import {rmSync} from 'node:fs';
import path from 'node:path';
import S3rver from '@20minutes/s3rver';
import {temporaryFolder} from './command.ts';

export interface S3Server extends AsyncDisposable {
	/** Whoever has this may do all. */
	readonly env: Readonly<Record<string, string>>;
	/** Where it keeps what it has. */
	readonly folder: string;
	/** Methods and places of all requests so far; may be emptied. */
	readonly asked: string[];
	/** Called at each request, before it is answered. */
	onRequest: (request: string) => void;
	/** From then on connections end after so many requests each, in the middle of the last one's body. */
	breakEach: (requests: number | null) => void;
	dropBucket: () => void;
}

export async function s3Server(): Promise<S3Server> {
	await using stack = new AsyncDisposableStack();
	const folder = stack.use(await temporaryFolder());
	const server = new S3rver({
		address: '127.0.0.1',
		port: 0,
		silent: true,
		directory: folder.path,
		vhostBuckets: false,
		configureBuckets: [{name: 'reports'}],
	});
	const {port} = await server.run();
	stack.defer(() => {
		server.httpServer.closeAllConnections();
		server.httpServer.close();
	});
	const asked: string[] = [];
	let requestsEach: number | null = null;
	const told: Pick<S3Server, 'onRequest'> = {onRequest() {}};
	let since = 0;
	server.httpServer.prependListener('request', (request) => {
		asked.push(`${request.method} ${request.url}`);
		since++;
		if (requestsEach !== null && since % requestsEach === 0) request.once('data', () => request.destroy());
		told.onRequest(asked.at(-1) ?? '');
	});
	const rest = stack.move();
	return Object.assign(told, {
		env: {AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER', AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`},
		folder: folder.path,
		asked,
		breakEach(requests: number | null) {
			requestsEach = requests;
			since = 0;
		},
		dropBucket() {
			rmSync(path.join(folder.path, 'reports'), {recursive: true, force: true});
		},
		[Symbol.asyncDispose]: async () => {
			await rest.disposeAsync();
		},
	});
}
