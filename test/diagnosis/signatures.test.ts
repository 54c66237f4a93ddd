// Each signature has at least one line of log that shows it: from a run of ours, from a public thread, or written out from the format in
// the program's source. Such a line is read the whole way, from bytes to signature.
import {readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {formatsOf} from '../../src/diagnosis/logs/formats-of.ts';
import type {LogOwner} from '../../src/diagnosis/log-owner.ts';
import {LogTally} from '../../src/diagnosis/logs/log-tally.ts';
import {readLog} from '../../src/diagnosis/read-log.ts';
import {signatures} from '../../src/diagnosis/signatures.ts';
import type {SignatureSource} from '../../src/diagnosis/signatures.ts';
import {causes} from '../../src/timeline/cause.ts';
import {projectFolder} from '../helpers/source-file.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets the keys' type.
const sources = Object.keys(signatures) as SignatureSource[];

const owners: Readonly<Partial<Record<SignatureSource, LogOwner>>> = {
	'php-fpm': 'app',
	uwsgi: 'app',
	gunicorn: 'app',
	python: 'app',
	puma: 'app',
	tomcat: 'app',
	node: 'app',
	postgres: 'app',
	systemd: 'journal',
};

/** What is written for the gateways and the machine has their own names as owners. */
function ownerOf(source: SignatureSource): LogOwner {
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- All that are not in the table are owners.
	return owners[source] ?? (source as LogOwner);
}

interface Fixture {
	readonly id: string;
	readonly provenance: string;
	readonly lines: string;
}

function fixturesOf(source: SignatureSource): readonly Fixture[] {
	const text = readFileSync(path.join(projectFolder, `test/fixtures/diagnosis/signatures/${source}.txt`), 'utf8');
	return text
		.split(/^# /m)
		.filter((part) => part !== '')
		.map((part) => {
			const [, id = '', provenance = '', lines = ''] = /^([\w-]+): (.*)\n([^]*)$/.exec(part) ?? [];
			return {id, provenance, lines};
		});
}

async function idsSeenIn(source: SignatureSource, lines: string): Promise<readonly string[]> {
	const tally = new LogTally({sinceMs: -Infinity, untilMs: Infinity});
	await readLog({name: 'fixture', owner: ownerOf(source), settings: {zoneMinutes: 0, year: 2026}, chunks: [Buffer.from(lines)]}, tally);
	const seen = [...tally.signs.values()];
	// A fixture may need a line before it that says nothing.
	const told = seen.filter(({signature}) => signature.role !== 'quiet');
	return (told.length > 0 ? told : seen).map((sign) => `${sign.source}.${sign.signature.id}`);
}

/** Words of a line as the reader tried them, found by listening at the patterns. */
async function wordsTried(source: SignatureSource, lines: string): Promise<ReadonlySet<string>> {
	const words = new Set<string>();
	const listening = signatures[source].map(({pattern}) => {
		pattern.test = (text: string) => {
			const found = RegExp.prototype.test.call(pattern, text);
			if (found) words.add(text);
			return found;
		};
		return pattern;
	});
	await idsSeenIn(source, lines);
	for (const pattern of listening) {
		Reflect.deleteProperty(pattern, 'test');
	}

	return words;
}

for (const source of sources) {
	test(`${source}: each line of the fixtures means what it stands for`, async (t) => {
		for (const {id, lines} of fixturesOf(source)) {
			t.deepEqual(await idsSeenIn(source, lines), [`${source}.${id}`], lines);
		}
	});

	test.serial(`${source}: no line means two things`, async (t) => {
		for (const {id, lines} of fixturesOf(source)) {
			for (const words of await wordsTried(source, lines)) {
				const matching = signatures[source].filter(({pattern}) => pattern.test(words));
				t.is(matching.length, 1, words);
				t.true(matching[0]?.id === id || matching[0]?.role === 'quiet', words);
			}
		}
	});

	test(`${source}: each signature has a line, and the line says where it is from`, (t) => {
		const fixtures = fixturesOf(source);
		t.deepEqual(
			signatures[source].map(({id}) => id).filter((id) => !fixtures.some((fixture) => fixture.id === id)),
			[],
		);
		for (const {id, provenance} of fixtures) {
			t.regex(
				provenance,
				/^a run of |^[\w.-]+\/[\w.-]+#\d+$|^written out from the format in its source$|^its \w+ guide$|^(?:nginx|HAProxy|Apache httpd|Envoy|Traefik|Caddy|Varnish) \d[\w.]+, ./,
				id,
			);
		}
	});

	test(`${source}: each signature says what a person needs`, (t) => {
		for (const {id, role, cause, meaning, check, change, source: written, status} of signatures[source]) {
			t.regex(id, /^[a-z][a-z\d-]*$/);
			t.true(cause === null || causes.includes(cause), id);
			t.not(meaning, '', id);
			t.not(written, '', id);
			t.not(status, '', id);
			if (role === 'failure' || role === 'strain' || role === 'client') {
				t.not(check, '', id);
				t.not(change, '', id);
			}
		}
	});
}

test('there are more than 150 signatures, and the table of formats knows each source', (t) => {
	t.true(sources.flatMap((source) => signatures[source].filter(({role}) => role !== 'quiet')).length >= 150);
	for (const source of sources) {
		t.true(formatsOf(ownerOf(source), {zoneMinutes: 0, year: 2026}).length > 0);
	}
});

test('what a client sent is never taken for the words of nginx', async (t) => {
	const request = 'GET /?q=upstream%20sent%20too%20big%20header,%20client:%201 HTTP/1.1';
	const line = `2026/11/21 04:32:08 [error] 31#31: *7 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.4, server: , request: "${request}", upstream: "http://10.0.0.3:8080/", host: "no live upstreams"\n`;
	t.deepEqual(await idsSeenIn('nginx', line), ['nginx.connect-refused']);
});
