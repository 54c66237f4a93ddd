// What a compose file calls by a name of its own instead of one with the project's before it: a volume or a network of that name is the same
// one for every project of the file, so that a second one would write into the first one's data.
import type Docker from 'dockerode';
import {parse} from 'yaml';
import {GatequakeError, exitCodes} from '../error.ts';
import {isRecord} from '../expectations/options.ts';
import {withDeadline} from './engine.ts';
import {unless} from './http-status.ts';

export interface SharedName {
	readonly kind: 'volume' | 'network';
	readonly name: string;
}

const lookMs = 15_000;

/** `config`: what the compose tool prints of a file. What is `external` is meant to be shared, and no compose tool makes or removes it. */
export function sharedNames(config: string, project: string): readonly SharedName[] {
	const read: unknown = parse(config);
	const {volumes, networks}: {readonly volumes?: unknown; readonly networks?: unknown} = isRecord(read) ? read : {};
	return (
		[
			['volume', volumes],
			['network', networks],
		] as const
	).flatMap(([kind, entries]) =>
		Object.values(isRecord(entries) ? entries : {}).flatMap((entry) => {
			const {name, external}: {readonly name?: unknown; readonly external?: unknown} = isRecord(entry) ? entry : {};
			const isExternal = external !== undefined && external !== false;
			return typeof name !== 'string' || isExternal || isOwn(name, project) ? [] : [{kind, name}];
		}),
	);
}

function isOwn(name: string, project: string): boolean {
	return name.startsWith(`${project}_`) || name.startsWith(`${project}-`);
}

/** @throws GatequakeError `NAME_SHARED` where one of them is there already. */
export async function refuseShared(docker: Docker, file: string, shared: readonly SharedName[]): Promise<void> {
	for (const {kind, name} of shared) {
		const inspect: Promise<object> = kind === 'volume' ? docker.getVolume(name).inspect() : docker.getNetwork(name).inspect();
		const found = await withDeadline(unless([404], inspect), lookMs, `look for the ${kind} ${name}`);
		if (found === null) continue;
		throw new GatequakeError(`expected ${file} to make a project of its own, and it names the ${kind} ${name}, which is there already`, {
			code: 'NAME_SHARED',
			exitCode: exitCodes.usage,
			hint: `leave \`name: ${name}\` out, so that each project has its own; or start the stack yourself and use attach()`,
		});
	}
}
