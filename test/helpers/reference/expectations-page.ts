// docs/expectations.md: every expectation with its options, from the rules themselves.
import type {ExpectationRule} from '../../../src/expectations/expectation.ts';
import {rules} from '../../../src/expectations/rules.ts';
import {causes} from '../../../src/timeline/cause.ts';
import {call} from './literal.ts';
import {pageWithParts} from './made-page.ts';
import {optionsTable, readOptionDocs} from './option-docs.ts';
import type {OptionDoc} from './option-docs.ts';
import {shippedScenarios} from './shipped-scenarios.ts';
import type {ShippedScenario} from './shipped-scenarios.ts';

export const expectationsPage = pageWithParts('docs/expectations.md', async () => {
	const scenarios = await shippedScenarios();
	const docsOf = readOptionDocs('src/expectations/*.ts');
	return {
		causes: causes.map((cause) => `\`${cause}\``).join(', '),
		expectations: rules.map((rule) => sectionOf(rule, docsOf(interfaceOf(rule)), scenarios)).join('\n\n'),
	};
});

/** `NoErrorsOptions` for `noErrors`. */
function interfaceOf({kind}: ExpectationRule): string {
	return `${kind.charAt(0).toUpperCase()}${kind.slice(1)}Options`;
}

function sectionOf(rule: ExpectationRule, docs: readonly OptionDoc[], scenarios: readonly ShippedScenario[]): string {
	const {kind, summary} = rule;
	const using = scenarios.filter(({scenario}) => scenario.expect.some((expectation) => expectation.kind === kind));
	const [first] = using;
	const example = first?.scenario.expect.find((expectation) => expectation.kind === kind);
	return [
		`### ${kind}`,
		'',
		`\`expect.${kind}({...})\`: ${summary}.`,
		'',
		optionsTable({docs, check: (options) => rule.validate(options, 'expect'), base: example?.options ?? {}}),
		'',
		first === undefined || example === undefined
			? 'No shipped scenario has it.'
			: `In ${using.length} of ${scenarios.length} scenarios, such as [${first.name}](scenarios.md#${first.name}): \`expect.${call(kind, example.options)}\``,
	].join('\n');
}
