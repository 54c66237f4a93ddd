import {readFileSync} from 'node:fs';
import test from 'ava';

const readText = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const readme = readText('reports/README.md');

/** Field names of an interface or type of a contract file, nested ones included. */
function fieldNames(path: string, typeName?: string): readonly string[] {
	const text = readText(path);
	const start = typeName === undefined ? 0 : text.search(new RegExp(`export (interface|type) ${typeName}\\b`));
	const end = typeName === undefined ? text.length : text.slice(start).search(/\n}\n|};\n\n/) + start;
	return [...text.slice(start, end).matchAll(/readonly (\w+)\??:/g)].map(([, name]) => name ?? '');
}

const facts = 'src/expectations/facts.ts';
const sources = [
	['src/report/report.ts'],
	['src/expectations/expectation.ts', 'Judgement'],
	[facts, 'WindowSpan'],
	[facts, 'WindowFacts'],
	[facts, 'Outage'],
	[facts, 'Recovery'],
	[facts, 'Ledger'],
	['src/timeline/sample.ts', 'GeneratorHealth'],
	['src/timeline/sample.ts', 'GeneratorMachine'],
	['src/timeline/timeline.ts', 'Witness'],
	['src/timeline/timeline.ts', 'Capacity'],
] as const;

for (const [path, typeName] of sources) {
	test(`reports/README.md names every field of ${typeName ?? path}`, (t) => {
		const names = fieldNames(path, typeName);
		t.true(names.length > 0);
		t.deepEqual(
			names.filter((name) => !readme.includes(`\`${name}\``)),
			[],
		);
	});
}

test('reports/README.md describes the samples file', (t) => {
	t.regex(readme, /^## samples file$/m);
});
