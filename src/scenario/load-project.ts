// What a repository adds to Gatequake: `gatequake.config.ts` beside its package.json names the files of its own gateways.
import {existsSync} from 'node:fs';
import path from 'node:path';
import {GatequakeError} from '../error.ts';
import {array, checkOptions, isRecord, string} from '../expectations/options.ts';
import type {OptionProblem} from '../expectations/expectation.ts';
import type {GatewayKind} from '../gateways/gateway.ts';
import {gateways as shipped} from '../gateways/gateways.ts';
import {validateGateway} from './validate-gateway.ts';
import {importDefault} from './import-default.ts';

/** The default export of `gatequake.config.ts`. */
export interface ProjectConfig {
	/** Files with a gateway as their default export, relative to the config file. */
	readonly gateways?: readonly string[];
}

export function defineConfig(config: ProjectConfig): ProjectConfig {
	return Object.freeze(config);
}

export interface Project {
	/** The shipped gateways and the repository's own, by name. */
	readonly gateways: Readonly<Record<string, GatewayKind>>;
}

const fileNames = ['ts', 'mts', 'js', 'mjs'].map((ending) => `gatequake.config.${ending}`);

/** @throws GatequakeError `BAD_PROJECT` (exit code 2) with all problems of the config file and the files that it names. */
export async function loadProject(cwd: string): Promise<Project> {
	const file = fileNames.map((name) => path.join(cwd, name)).find((candidate) => existsSync(candidate));
	if (file === undefined) {
		return {gateways: shipped};
	}

	const config = await importDefault(file, {code: 'BAD_PROJECT', write: 'export default defineConfig({...})'});
	refuse(file, checkOptions(config, '', {gateways: array(string)}));
	const names = isRecord(config) && Array.isArray(config['gateways']) ? config['gateways'].map(String) : [];
	const own = await Promise.all(names.map(async (name) => await loadGateway(path.resolve(path.dirname(file), name))));
	const taken = own.filter(({name}, index) => shipped[name] !== undefined || own.findIndex((other) => other.name === name) !== index);
	refuse(
		file,
		taken.map(({name}) => ({path: 'gateways', message: `there is a gateway \`${name}\` already: give yours another name`})),
	);
	return {gateways: {...shipped, ...Object.fromEntries(own.map((gateway) => [gateway.name, gateway]))}};
}

async function loadGateway(file: string): Promise<GatewayKind> {
	const checked = validateGateway(await importDefault(file, {code: 'BAD_PROJECT', write: 'export default defineGateway({...})'}));
	if (!checked.ok) {
		refuse(file, checked.problems);
		throw new TypeError('a gateway that is refused has problems');
	}

	return checked.gateway;
}

function refuse(file: string, problems: readonly OptionProblem[]): void {
	if (problems.length > 0) {
		const lines = problems.map(({path: where, message, hint}) => `  ${where}: ${message}${hint === undefined ? '' : ` (${hint})`}`);
		throw new GatequakeError(`${file} cannot be used:\n${lines.join('\n')}`, {code: 'BAD_PROJECT', exitCode: 2});
	}
}
