// From what lies in a folder to what `gatequake init` writes there: a first scenario, one on
// the services of a compose file, a config, and a CI job. Pure: nothing is read or written.
import {findApp} from './find-app.ts';
import type {FoundApp} from './find-app.ts';
import {findGateway} from './find-gateway.ts';
import type {FoundGateway} from './find-gateway.ts';
import {findStack} from './find-stack.ts';
import type {FolderFiles} from './read-folder.ts';
import {scenarioText} from './scenario-text.ts';
import {stackScenarioText} from './stack-scenario-text.ts';
import {workflowText} from './workflow-text.ts';

export interface Decision {
	readonly write: readonly {readonly path: string; readonly text: string}[];
	/** Files that would be written, and are there already. */
	readonly left: readonly string[];
	/** Sentences: what was seen, and what was made of it. */
	readonly seen: readonly string[];
	/** The command that runs it. */
	readonly next: string;
	/** Sentences: what is to be done beside that. */
	readonly besides: readonly string[];
}

const workflow = '.github/workflows/gatequake.yml';
const endings = ['ts', 'mts', 'js', 'mjs'] as const;
const wrapper = 'gatequake.nginx.conf';

/** All that a decision depends on beside what tells of the gateway: to be looked for where folders are not searched. */
export const writtenFiles: readonly string[] = [
	workflow,
	wrapper,
	'package-lock.json',
	'.gitignore',
	...endings.flatMap((ending) => [
		`gatequake.config.${ending}`,
		`gatequake/app-killed.${ending}`,
		`gatequake/compose-app-killed.${ending}`,
	]),
];

export function decideFiles(files: FolderFiles, version: string): Decision {
	const gateway = findGateway(files);
	const app = findApp(files);
	const stack = findStack(files);
	const ending = endingFor(files);
	const own = gateway.config?.wrapper === null ? gateway.file : wrapper;
	const config = gateway.config === null || own === null ? null : own;
	const configFile = thereOr(files, 'gatequake.config', ending);
	const scenario = thereOr(files, 'gatequake/app-killed', ending);
	const stackScenario = stack === null || 'because' in stack ? null : {file: thereOr(files, 'gatequake/compose-app-killed', ending), stack};
	const isCertain = stackScenario?.stack.doubts.length === 0;
	// A config that is there says what it says: the command names everything then.
	const runWords = files.has(configFile)
		? [
				scenario,
				...(stackScenario !== null && isCertain ? [stackScenario.file] : []),
				`--gateway ${gateway.name}`,
				...(config === null ? [] : [`--config own=${config}`]),
			].join(' ')
		: '';
	const isInstalled = files.has('package-lock.json') && /"gatequake"\s*:/.test(files.get('package.json') ?? '');
	const scenarios = stackScenario === null || isCertain ? `gatequake/*.${ending}` : scenario;
	const wanted = [
		{path: scenario, text: scenarioText(gateway, app)},
		...(stackScenario === null ? [] : [{path: stackScenario.file, text: stackScenarioText(stackScenario.stack, 'gatequake')}]),
		{path: configFile, text: configText({scenarios, gateway: gateway.name, config})},
		...(gateway.config !== null && gateway.config.wrapper !== null ? [{path: wrapper, text: gateway.config.wrapper}] : []),
		{path: workflow, text: workflowText({runWords, isInstalled, version})},
	];
	return {
		write: wanted.filter(({path}) => !files.has(path)),
		left: wanted.filter(({path}) => files.has(path)).map(({path}) => path),
		seen: [...seenIn(gateway, app), ...seenOfStack(stack, stackScenario?.file ?? '')],
		next: `npx gatequake run${runWords === '' ? '' : ` ${runWords}`}`,
		besides: [
			...(stackScenario === null || isCertain
				? []
				: [`look at the first lines of ${stackScenario.file}, and when all is as it says: npx gatequake run ${stackScenario.file}`]),
			...(/^\/?reports\b/m.test(files.get('.gitignore') ?? '')
				? []
				: ['reports go to reports/, which is nothing to commit: a line `/reports/` in .gitignore']),
		],
	};
}

/** A `.ts` is what package.json says of modules; a `.mts` is one everywhere. */
function endingFor(files: FolderFiles): 'ts' | 'mts' {
	const manifest = files.get('package.json');
	return manifest === undefined || /"type"\s*:\s*"module"/.test(manifest) ? 'ts' : 'mts';
}

function thereOr(files: FolderFiles, name: string, ending: string): string {
	return endings.map((each) => `${name}.${each}`).find((file) => files.has(file)) ?? `${name}.${ending}`;
}

function configText({
	scenarios,
	gateway,
	config,
}: {
	readonly scenarios: string;
	readonly gateway: string;
	readonly config: string | null;
}): string {
	return `// What \`gatequake run\` does in this folder where its command line names no scenario.
import {defineConfig} from 'gatequake';

export default defineConfig({
	run: {
		scenarios: ['${scenarios}'],
		gateway: '${gateway}',${config === null ? '' : `\n\t\tconfig: './${config}',`}
	},
});
`;
}

function seenIn({name, file, config, because}: FoundGateway, app: FoundApp): readonly string[] {
	const targets = config === null ? [] : [...config.targets.pool, ...config.targets.others].map(({host, port}) => `${host}:${port}`);
	return [
		config !== null
			? `${file} is run as it is, on ${name}; it leads to ${targets.join(', ')}`
			: file === null
				? `no config of a gateway: ${name} is run with one made from the scenario`
				: `${file} is not used, for it ${because}; ${name} is run with a config made from the scenario`,
		...(app.file === null ? [] : [`${app.file}: ${app.maker}() stands in for the app`]),
	];
}

function seenOfStack(stack: ReturnType<typeof findStack>, scenario: string): readonly string[] {
	if (stack === null) return [];
	const {file} = stack;
	if ('because' in stack) return [`${file}: no scenario starts its services, for it ${stack.because}`];
	const parts = `${stack.gateway}, with ${stack.upstreams.join(', ')} behind it`;
	return [`${file}: ${scenario} starts its services: ${parts}${stack.doubts.length === 0 ? '' : ' (not certain)'}`];
}
