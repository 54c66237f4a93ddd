import {readFileSync} from 'node:fs';

/** Node's flags for memory that the launcher gives every command. */
export function launcherMemory(): readonly string[] {
	const launcher = readFileSync(new URL('../../src/setup/gatequake', import.meta.url), 'utf8');
	const flags = /^memory="(.+)"$/m.exec(launcher)?.[1];
	if (flags === undefined) throw new Error('expected src/setup/gatequake to set memory="…"');
	return flags.split(' ');
}
