import {readFileSync} from 'node:fs';
import test from 'ava';
import {Ajv} from 'ajv';
import {LogReading} from '../../src/diagnosis/log-reading.ts';
import {makeSchema, schemaText} from '../helpers/json-schema.ts';
import {logDiagnosisSchema, rewriteHint} from '../helpers/published-schemas.ts';

test('the published schema is what the types say, and a diagnosis follows it', async (t) => {
	t.is(readFileSync(logDiagnosisSchema.at, 'utf8'), schemaText(logDiagnosisSchema), rewriteHint);
	const reading = new LogReading({sinceMs: -Infinity, untilMs: Infinity});
	const line = '10.0.0.4 - - [21/Nov/2026:04:32:08 +0000] "GET / HTTP/1.1" 503 157 "-" "curl/8" us=503 ua="10.0.0.3:8080" rt=1.0\n';
	await reading.read({name: 'log', owner: 'nginx', chunks: [Buffer.from(`${line}no line of a log\n`)], zoneMinutes: 0, year: 2026});
	const follows = new Ajv({allErrors: true, allowUnionTypes: true}).compile(makeSchema(logDiagnosisSchema, {strict: true}));
	t.true(follows(JSON.parse(JSON.stringify(reading.diagnosis()))), JSON.stringify(follows.errors?.slice(0, 3)));
});
