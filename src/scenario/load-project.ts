// What a repository adds to Gatequake: `gatequake.config.ts` beside its package.json names the files of its own gateways, expectations and
// kinds of upstreams, and what `gatequake run` does there where its command line names no scenario.
import {existsSync} from 'node:fs';
import path from 'node:path';
import {GatequakeError} from '../error.ts';
import {array, checkOptions, object, string} from '../expectations/options.ts';
import type {ExpectationRule, OptionProblem} from '../expectations/expectation.ts';
import {rules as shippedRules} from '../expectations/rules.ts';
import type {GatewayKind} from '../gateways/gateway.ts';
import {gateways as shippedGateways} from '../gateways/gateways.ts';
import type {ServerKind} from '../servers/server.ts';
import {addServers, shippedServers} from '../servers/servers.ts';
import type {CheckedPart} from './check-fields.ts';
import {importDefault} from './import-default.ts';
import {problemLine} from './problem-line.ts';
import {validateExpectation} from './validate-expectation.ts';
import {validateGateway} from './validate-gateway.ts';
import {validateServer} from './validate-server.ts';

/** The default export of `gatequake.config.ts`. Files are relative to it, and what each adds is its default export. */
export interface ProjectConfig {
	/** Files with a gateway: `defineGateway({...})`. */
	readonly gateways?: readonly string[];
	/** Files with an expectation: `defineExpectation({...})`. */
	readonly expectations?: readonly string[];
	/** Files with a kind of upstream: `defineUpstream({...})`. */
	readonly upstreams?: readonly string[];
	/** What `gatequake run` does where its command line names no scenario. */
	readonly run?: RunDefaults;
}

/** What `gatequake run` does where its command line names no scenario. */
export interface RunDefaults {
	/** Names, files or globs, relative to the config file. Default: the core suite. */
	readonly scenarios?: readonly string[];
	/** Default `nginx`. */
	readonly gateway?: string;
	/** A config of your own for that gateway, relative to the config file. Default: one rendered from each scenario. */
	readonly config?: string;
}

/**
 * The default export of `gatequake.config.ts`: the same object, typed.
 * @example export default defineConfig({run: {scenarios: ['gatequake/*.ts'], gateway: 'nginx'}})
 */
export function defineConfig(config: ProjectConfig): ProjectConfig {
	return Object.freeze(config);
}

export interface Project {
	/** The shipped gateways and the repository's own, by name. */
	readonly gateways: Readonly<Record<string, GatewayKind>>;
	/** The shipped expectations and the repository's own. */
	readonly rules: readonly ExpectationRule[];
	readonly run: RunDefaults;
}

/** Where no config file is. */
export const plainProject: Project = {gateways: shippedGateways, rules: shippedRules, run: {}};

const checkers = {
	gateways: array(string),
	expectations: array(string),
	upstreams: array(string),
	run: object({scenarios: array(string, {minLength: 1}), gateway: string, config: string}),
};

const fileNames = ['ts', 'mts', 'js', 'mjs'].map((ending) => `gatequake.config.${ending}`);

/**
 * Own kinds of upstreams are in the table of servers from then on.
 * @throws GatequakeError `BAD_PROJECT` (exit code 2) with all problems of the config file and the files that it names.
 */
export async function loadProject(cwd: string): Promise<Project> {
	const file = fileNames.map((name) => path.join(cwd, name)).find((candidate) => existsSync(candidate));
	if (file === undefined) {
		return plainProject;
	}

	const config = checkedConfig(file, await importDefault(file, {code: 'BAD_PROJECT', write: 'export default defineConfig({...})'}));
	const gateways = await ownParts(file, config, {
		list: 'gateways',
		write: 'export default defineGateway({...})',
		validate: validateGateway,
		nameOf: ({name}: GatewayKind) => name,
		taken: Object.keys(shippedGateways),
	});
	const rules = await ownParts(file, config, {
		list: 'expectations',
		write: 'export default defineExpectation({...})',
		validate: validateExpectation,
		nameOf: ({kind}: ExpectationRule) => kind,
		taken: shippedRules.map(({kind}) => kind),
	});
	const kinds = await ownParts(file, config, {
		list: 'upstreams',
		write: 'export default defineUpstream({...})',
		validate: validateServer,
		nameOf: ({name}: ServerKind) => name,
		taken: shippedServers,
	});
	addServers(kinds);
	const all = {...shippedGateways, ...Object.fromEntries(gateways.map((gateway) => [gateway.name, gateway]))};
	refuse(file, unknownGateway(config.run?.gateway, Object.keys(all)));
	return {gateways: all, rules: [...shippedRules, ...rules], run: config.run ?? {}};
}

function checkedConfig(file: string, value: unknown): ProjectConfig {
	const problems: OptionProblem[] = [];
	if (!isConfig(value, problems)) {
		throw refusal(file, problems);
	}

	return value;
}

/** Every field is checked, so a value without problems has the shape. */
function isConfig(value: unknown, problems: OptionProblem[]): value is ProjectConfig {
	problems.push(...checkOptions(value, '', checkers));
	return problems.length === 0;
}

interface PartList<Part> {
	readonly list: 'gateways' | 'expectations' | 'upstreams';
	/** What each of its files should say. */
	readonly write: string;
	readonly validate: (value: unknown) => CheckedPart<Part>;
	readonly nameOf: (part: Part) => string;
	/** Names of the shipped ones. */
	readonly taken: readonly string[];
}

async function ownParts<Part>(
	file: string,
	config: ProjectConfig,
	{list, write, validate, nameOf, taken}: PartList<Part>,
): Promise<readonly Part[]> {
	const own = await Promise.all(
		(config[list] ?? []).map(async (name) => {
			const partFile = path.resolve(path.dirname(file), name);
			const checked = validate(await importDefault(partFile, {code: 'BAD_PROJECT', write}));
			if (!checked.ok) {
				throw refusal(partFile, checked.problems);
			}

			return checked.part;
		}),
	);
	const names = own.map(nameOf);
	const double = names.filter((name, index) => taken.includes(name) || names.indexOf(name) !== index);
	const one = list.slice(0, -1);
	refuse(
		file,
		double.map((name) => ({
			path: list,
			message: `there is ${/^[aeiou]/.test(one) ? 'an' : 'a'} ${one} \`${name}\` already: give yours another name`,
		})),
	);
	return own;
}

function unknownGateway(name: string | undefined, known: readonly string[]): readonly OptionProblem[] {
	return name === undefined || known.includes(name)
		? []
		: [{path: 'run.gateway', message: `there is no gateway \`${name}\``, hint: `there are ${known.join(', ')}`}];
}

function refuse(file: string, problems: readonly OptionProblem[]): void {
	if (problems.length > 0) {
		throw refusal(file, problems);
	}
}

function refusal(file: string, problems: readonly OptionProblem[]): GatequakeError {
	const lines = problems.map((problem) => `  ${problemLine(problem)}`);
	return new GatequakeError(`${file} cannot be used:\n${lines.join('\n')}`, {code: 'BAD_PROJECT', exitCode: 2});
}
