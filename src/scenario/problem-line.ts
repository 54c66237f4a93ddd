import type {OptionProblem} from '../expectations/expectation.ts';

/** A problem as people read it: where, what was expected and what came, and what to write. Most messages name the place themselves. */
export function problemLine({path, message, hint}: OptionProblem): string {
	const where = path === '' || message.includes(`\`${path}\``) ? '' : `${path}: `;
	return `${where}${message}${hint === undefined ? '' : ` (${hint})`}`;
}
