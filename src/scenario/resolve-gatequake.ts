// What users' files import as `gatequake` is the Gatequake that runs them, wherever they stand: in a project that has it installed, in an
// empty folder from which npx was called, or in its own repository, where nothing is built.
import {registerHooks} from 'node:module';
import path from 'node:path';

/** What is loaded for the name. */
export const publicApi = new URL(`../index${path.extname(import.meta.url)}`, import.meta.url).href;
let isRegistered = false;

/** For this process, from now on. */
export function resolveGatequake(): void {
	if (isRegistered) {
		return;
	}

	isRegistered = true;
	registerHooks({
		resolve: (specifier, context, nextResolve) =>
			specifier === 'gatequake' ? {url: publicApi, shortCircuit: true} : nextResolve(specifier, context),
	});
}
