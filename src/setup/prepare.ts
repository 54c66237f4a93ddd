// Sets up what is missing, as far as it is asked: `dependencies`, or `images` (dependencies, a container engine, and all images).
// What is there already is not touched, and then nothing is said. Runs before the npm packages are there, so it imports them late.
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {GatequakeError} from '../error.ts';
import {ensureDependencies} from './dependencies.ts';

try {
	await ensureDependencies(fileURLToPath(new URL('../../', import.meta.url)));
	if (process.argv[2] === 'images') {
		const {ensureEngine} = await import('./container-engine.ts');
		const {docker} = await ensureEngine();
		const {ensureImages} = await import('./all-images.ts');
		await ensureImages(docker);
	}
} catch (error) {
	if (!(error instanceof GatequakeError)) throw error;
	process.stderr.write(`set-up: ${error.message}\n${error.hint === undefined ? '' : `  hint: ${error.hint}\n`}`);
	process.exitCode = error.exitCode;
}
