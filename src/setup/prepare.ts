// Sets up what is missing, as far as it is asked: `dependencies`, `images` (dependencies, a container engine, and the images of the core suite), and
// `browser` (dependencies, and a Chromium for the tests of the HTML report), and `compose` (dependencies, and a tool for compose files, and Docker's command).
// What is there already is not touched, and then nothing is said. Runs before the npm packages are there, so it imports them late.
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {GatequakeError} from '../error.ts';
import {ensureDependencies} from './dependencies.ts';

try {
	await ensureDependencies(fileURLToPath(new URL('../../', import.meta.url)));
	const wanted = process.argv.slice(2);
	if (wanted.includes('browser')) {
		const {ensureBrowser} = await import('./browser.ts');
		await ensureBrowser();
	}
	if (wanted.includes('images')) {
		const {ensureEngine} = await import('./container-engine.ts');
		const {docker} = await ensureEngine();
		const {ensureCoreImages} = await import('./core-images.ts');
		await ensureCoreImages(docker);
	}
	if (wanted.includes('compose')) {
		const {ensureComposeTool} = await import('./compose-tool.ts');
		await ensureComposeTool();
		const {ensureDockerCommand} = await import('./docker-command.ts');
		await ensureDockerCommand();
	}
} catch (error) {
	if (!(error instanceof GatequakeError)) throw error;
	process.stderr.write(`set-up: ${error.message}\n${error.hint === undefined ? '' : `  hint: ${error.hint}\n`}`);
	process.exitCode = error.exitCode;
}
