// The images of one run. Without the server that links stand in a run proves nothing, and says so; without any other image it cannot begin.
import {GatequakeError} from '../error.ts';
import type {GatewayKind} from '../gateways/gateway.ts';
import {imageNames} from '../runtime/runtime.ts';
import type {ImageInfo, ImageName, OwnImage, Runtime} from '../runtime/runtime.ts';
import type {PlannedRun} from '../scenario/make-plans.ts';
import type {ServerKind} from '../servers/server.ts';
import {serverOf} from '../servers/servers.ts';
import type {StackImages} from '../topology/start-stack.ts';
import type {TopologyImages} from '../topology/start-topology.ts';

/** Of a topology, or of what is put beside a stack that is not ours. */
export type RunImages = TopologyImages | StackImages;

export interface EnsuredImages {
	readonly images: RunImages;
	/** Why the run cannot prove anything; null where all is there. */
	readonly missing: string | null;
}

/** `own`: the user's images of the harness's parts. */
export async function ensureImages(
	runtime: Pick<Runtime, 'ensureImage'>,
	{plan, kind, innerKinds}: PlannedRun,
	own: Readonly<Record<string, string>>,
): Promise<EnsuredImages> {
	if (plan.stack !== undefined) {
		const [loadgen, netfault] = await Promise.all([
			runtime.ensureImage('loadgen', own['loadgen'] ?? null),
			runtime.ensureImage('netfault', own['netfault'] ?? null),
		]);
		return {images: {loadgen, netfault}, missing: null};
	}

	// Refused before anything is asked of the engine.
	const ofGateway = imageOf('gateway', kind);
	const ofInner = innerKinds.map((each) => imageOf('gateway', each));
	const hasLinks = plan.links.length > 0;
	const hasHelper = hasLinks || (plan.fault?.needs.network.length ?? 0) > 0;
	// The one with Gatequake's own programs is that of most upstreams.
	const kinds = new Set(plan.upstreams.map(serverOf).filter(({image}) => image !== 'app'));
	const others = new Map([...kinds].map((each) => [each.image, imageOf('upstream', each)] as const));
	const hasPm2 = plan.upstreams.some(({pm2}) => pm2 !== null);
	const hasDatabase = plan.database !== null;
	const [app, loadgen, gateway, inner, netfault, pm2, pg, postgres, server, servers] = await Promise.all([
		runtime.ensureImage('app', own['app'] ?? null),
		runtime.ensureImage('loadgen', own['loadgen'] ?? null),
		runtime.ensureImage(ofGateway, plan.gateway.image),
		Promise.all(ofInner.map(async (name) => await runtime.ensureImage(name, null))),
		hasHelper ? runtime.ensureImage('netfault', own['netfault'] ?? null) : null,
		hasPm2 ? runtime.ensureImage('pm2', own['pm2'] ?? null) : null,
		hasDatabase ? runtime.ensureImage('pg', own['pg'] ?? null) : null,
		hasDatabase ? runtime.ensureImage('postgres', own['postgres'] ?? null) : null,
		hasLinks ? linkServer(runtime, own['toxiproxy'] ?? null) : {toxiproxy: null, missing: null},
		Promise.all([...others].map(async ([name, image]) => [name, await runtime.ensureImage(image, own[name] ?? null)] as const)),
	]);
	return {
		images: {app, loadgen, gateway, inner, netfault, pm2, pg, postgres, toxiproxy: server.toxiproxy, servers: new Map(servers)},
		missing: server.missing,
	};
}

/** It comes from a registry of images, or as a Go module: a machine may have neither. */
async function linkServer(
	runtime: Pick<Runtime, 'ensureImage'>,
	own: string | null,
): Promise<{readonly toxiproxy: ImageInfo | null; readonly missing: string | null}> {
	try {
		return {toxiproxy: await runtime.ensureImage('toxiproxy', own), missing: null};
	} catch (error) {
		if (error instanceof GatequakeError && ['NO_GO', 'GO_PROGRAM_NOT_MADE'].includes(error.code)) {
			return {toxiproxy: null, missing: `there is no Toxiproxy for the links: ${error.message.replaceAll('\n', ' ')}. ${error.hint ?? ''}`};
		}

		throw error;
	}
}

/** What is not shipped brings its image's folder along; an upstream's is built on Node and the supervisor. */
function imageOf(
	what: 'gateway' | 'upstream',
	{name, image, imageFolder}: Pick<GatewayKind | ServerKind, 'name' | 'image' | 'imageFolder'>,
): ImageName | OwnImage {
	if (imageFolder !== undefined) {
		return {name: image, folder: imageFolder, ...(what === 'upstream' ? {parent: {image: 'app'}} : {})};
	}

	const shipped = imageNames.find((known) => known === image);
	if (shipped === undefined) {
		throw new GatequakeError(`the ${what} ${name} names the image \`${image}\`, which is none of ${imageNames.join(', ')}`, {
			code: 'NO_IMAGE',
			exitCode: 2,
			hint: `${what === 'gateway' ? 'a gateway' : 'an upstream'} of your own gives the folder of its Dockerfile as \`imageFolder\``,
		});
	}

	return shipped;
}
