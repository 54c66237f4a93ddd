// The part of docs/linting.md that is made: the tables of rules.
import {linters} from '../../../src/diagnosis/lint-rules.ts';
import {pageWithParts, table} from './made-page.ts';

export const lintingPage = pageWithParts('docs/linting.md', async () => ({
	rules: Object.entries(linters)
		.map(([gateway, {rules}]) => {
			const rows = rules.map(({id, severity, title, scenarios}) => [`\`${id}\``, severity, title, scenarios.join(', ')]);
			return `### ${gateway}\n\n${table(['rule', 'severity', 'what is wrong', 'shown by'], rows)}`;
		})
		.join('\n\n'),
}));
