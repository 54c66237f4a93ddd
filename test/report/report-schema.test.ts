// The published schema is made from the types, and what we write follows it.
import {readFileSync} from 'node:fs';
import test from 'ava';
import {Ajv} from 'ajv';
import {renderJson} from '../../src/report/json.ts';
import {buildReport, failingRun, inconclusiveRun, passingRun} from '../helpers/report-builder.ts';
import {makeSchema, schemaText} from '../helpers/json-schema.ts';
import {reportSchema, rewriteHint} from '../helpers/published-schemas.ts';

test('the published schema is what the types of report.ts say', (t) => {
	t.is(readFileSync(reportSchema.at, 'utf8'), schemaText(reportSchema), rewriteHint);
});

test('a report follows it, with no key that is not in it', (t) => {
	const follows = new Ajv({allErrors: true, allowUnionTypes: true}).compile(makeSchema(reportSchema, {strict: true}));
	const shard = {index: 2, of: 8};
	for (const report of [buildReport([passingRun(), failingRun(), inconclusiveRun()]), buildReport([], {shard})]) {
		t.true(follows(JSON.parse(renderJson(report))), JSON.stringify(follows.errors?.slice(0, 3)));
	}
});

test('a field of a wrong type, one that is missing and a word that is none of the list do not', (t) => {
	const follows = new Ajv({allowUnionTypes: true}).compile(makeSchema(reportSchema));
	const report = buildReport([passingRun()]);
	t.false(follows({...report, seed: '7'}));
	t.false(follows({...report, host: undefined}));
	t.false(follows({...report, verdict: 'great'}));
	t.false(follows({...report, runs: [{...passingRun(), repeat: null}]}));
	t.true(follows({...report, added: 'later'}));
});
