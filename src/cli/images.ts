// `gatequake images`: makes the images that runs need, so that they can be taken to other machines.
import {exitCodes} from '../error.ts';
import {ensureImages} from '../run/ensure-images.ts';
import {newRunId} from '../run/report-folder.ts';
import {imageSource, imageTag} from '../runtime/image-recipes.ts';
import {openRuntime} from '../runtime/open-runtime.ts';
import type {Runtime} from '../runtime/runtime.ts';
import {loadProject} from '../scenario/load-project.ts';
import {makePlans} from '../scenario/make-plans.ts';
import {flagHelp, readArguments} from './arguments.ts';
import type {Flag} from './arguments.ts';
import {chooseScenarios} from './choose-scenarios.ts';
import type {Command} from './command.ts';
import {ownParts, readRunFlags, runFlags} from './run-flags.ts';

const flags: Readonly<Record<string, Flag>> = {
	...Object.fromEntries(
		['gateway', 'config', 'set', 'image'].flatMap((name) => (runFlags[name] === undefined ? [] : [[name, runFlags[name]]])),
	),
	'dry-run': {help: 'prints the names alone, and makes nothing'},
	tool: {help: 'also the image of Gatequake itself, for machines that have nothing but an engine'},
};

export const imagesCommand: Command = {
	summary: 'makes the images that runs need, and prints their names',
	help: `Usage: gatequake images [scenario…] [flags]

Makes what is missing of the images that \`gatequake run\` needs with the same words, and prints their names: to be taken to engines that cannot
make them, before runs start there. Scenarios as for \`gatequake run\`.

${flagHelp(flags)}

Examples:
  gatequake images --gateway nginx,haproxy --tool
  gatequake images upstream-killed hang
`,
	async run({argv, cwd, stdout, stderr, signal}) {
		const {flags: given} = readArguments(argv, flags, 'images');
		const project = await loadProject(cwd);
		const {words, plan, dryRun} = readRunFlags(
			argv.filter((word) => word !== '--tool'),
			cwd,
			project,
		);
		const {runs} = makePlans(await chooseScenarios(words, cwd, project), plan);
		const progress = (message: string) => void stderr.write(`${message}\n`);
		await using runtime = dryRun ? null : await openRuntime({runId: newRunId(), keep: false, progress, signal});
		const references = new Set<string>();
		const ensureImage: Runtime['ensureImage'] = async (image, reference) => {
			const ensured = await (runtime ?? named).ensureImage(image, reference);
			references.add(ensured.reference);
			return ensured;
		};
		// The one of the container by which an engine knows that a run is alive.
		await ensureImage('base');
		if (given.has('tool')) await ensureImage('tool');
		for (const planned of runs) {
			const {missing} = await ensureImages({ensureImage}, planned, ownParts(plan.images));
			if (missing !== null) stderr.write(`gatequake: ${missing}\n`);
		}

		stdout.write(
			[...references]
				.toSorted()
				.map((reference) => `${reference}\n`)
				.join(''),
		);
		return exitCodes.pass;
	},
};

/** Gives names alone. */
const named: Pick<Runtime, 'ensureImage'> = {
	async ensureImage(image, reference = null) {
		return {reference: reference ?? (await imageTag(imageSource(image))), digest: '', version: ''};
	},
};
