// Looks into the network namespace of a container that is none of ours: a helper of the run joins it, reads its sockets, asks upstreams as
// the container itself would, by its names and routes, and is removed. Nothing is put into the container.
import {readFileSync} from 'node:fs';
import {stripTypeScriptTypes} from 'node:module';
import {fileURLToPath} from 'node:url';
import {GatequakeError} from '../error.ts';
import type {ContainerFacts, NamespaceFacts} from './container-facts.ts';
import {seenTarget, toOrder} from './ask-upstreams.ts';
import type {LookOrder, Looked} from './look-from-here.ts';
import type {Runtime} from './runtime.ts';
import type {UpstreamTarget} from './upstream-target.ts';

export interface NamespaceOrder {
	readonly container: Pick<ContainerFacts, 'id' | 'mounts' | 'workerUser'>;
	readonly targets: readonly UpstreamTarget[];
	readonly path: string;
	readonly timeoutMs: number;
}

export async function lookFromNamespace(runtime: Runtime, {container, targets, path, timeoutMs}: NamespaceOrder): Promise<NamespaceFacts> {
	const image = await runtime.ensureImage('node', null);
	const {folders, unseen} = sharedFolders(container, targets);
	const asked = targets.filter((target) => !unseen.includes(target));
	const order: LookOrder = {targets: asked.map((target) => toOrder(target, path)), timeoutMs};
	await using helper = await runtime.startContainer({
		part: `look-${container.id.slice(0, 12)}`,
		image: image.reference,
		// It ends by itself, whatever becomes of this process.
		command: ['sleep', String(Math.ceil(timeoutMs / 1000) * (targets.length + 1) + 60)],
		network: {namespaceOf: {id: container.id}},
		hostFolders: folders,
		// Whether a socket may be written to depends on who asks.
		...(Object.keys(folders).length === 0 || container.workerUser === null ? {} : {user: container.workerUser}),
	});
	const {exitCode, stdout, stderr} = await helper.exec(
		['node', '--input-type=module', '-e', program(), JSON.stringify(order)],
		timeoutMs * (targets.length + 1) + 30_000,
	);
	if (exitCode !== 0) {
		throw new GatequakeError(
			`expected sockets and answers from a helper in the namespace of ${container.id}, and it ended with ${exitCode}: ${stderr}`,
			{
				code: 'HELPER_FAILED',
			},
		);
	}

	// What the program prints.
	const looked: Looked = JSON.parse(stdout);
	return {
		listening: looked.listening,
		asked: [
			...looked.asked.map((seen, index) => seenTarget(asked[index], seen)),
			...unseen.map(({text}) => ({target: text, addresses: [], status: null, error: 'NOT_SHARED', tookMs: 0})),
		],
	};
}

/** Folders of the container that hold the sockets, and those that are in no folder that another container could be given. */
function sharedFolders({mounts}: Pick<ContainerFacts, 'mounts'>, targets: readonly UpstreamTarget[]) {
	const folders: Record<string, string> = {};
	const unseen: UpstreamTarget[] = [];
	for (const target of targets) {
		const {socket} = target;
		if (socket === null) continue;
		const holding = mounts
			.filter(({destination}) => socket.startsWith(`${destination}/`))
			.toSorted((a, b) => b.destination.length - a.destination.length)[0];
		if (holding === undefined) unseen.push(target);
		else folders[holding.destination] = holding.source;
	}

	return {folders, unseen};
}

/** The text of look-from-here.ts, and a last line that runs it. */
function program(): string {
	const file = fileURLToPath(new URL(`look-from-here${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url));
	const text = readFileSync(file, 'utf8');
	const code = file.endsWith('.ts') ? stripTypeScriptTypes(text) : text;
	return `${code}\nprocess.stdout.write(JSON.stringify(await lookFromHere(JSON.parse(process.argv[1]))));`;
}
