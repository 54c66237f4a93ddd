// A version that does not come up is deployed: each of its processes ends before it listens, with a message.
import {oneOf} from '../expectations/options.ts';
import type {Fault} from './fault.ts';
import {flawFault, flawMs} from './flaw-fault.ts';
import type {FlawOptions} from './flaw-fault.ts';

export interface BadDeployOptions extends FlawOptions {
	/**
	 * `missing-variable`: it is not given a variable of its environment. `missing-package`: a package that it imports is not there.
	 * `failed-migration`: it works for `afterMs`, and then its migration fails. Default `missing-variable`.
	 */
	readonly why?: 'missing-variable' | 'missing-package' | 'failed-migration';
	/** How long a migration works before it fails. Default 300 ms. */
	readonly afterMs?: number;
}

const words = {
	'missing-variable': 'not given its environment variable',
	'missing-package': 'without a package that it imports',
	'failed-migration': 'whose migration fails',
} as const;

/**
 * A version of the app is deployed that does not come up.
 * @example badDeploy({why: 'missing-package'})
 */
export function badDeploy(options: BadDeployOptions = {}): Fault {
	const {why = 'missing-variable', afterMs = 300} = options;
	return flawFault({
		kind: 'bad-deploy',
		flaw: why === 'failed-migration' ? {is: why, afterMs} : {is: why},
		options: {...options, why, afterMs},
		checkers: {why: oneOf(['missing-variable', 'missing-package', 'failed-migration']), afterMs: flawMs},
		describe: `a version ${words[why]} is deployed`,
		shows: 'at-its-start',
	});
}
