import test from 'ava';
import {diagnosisPages} from '../helpers/diagnosis-pages.ts';

const headings: Readonly<Record<string, string>> = {
	log: 'nothing listened at the upstream address',
	run: 'connections to the app are refused, though its process lives',
	response: '502 after 12 ms, made by nginx/1.30.6',
	container: 'Answered with no: is-running, ',
	host: 'Answered with no: answers-directly',
	lint: 'Errors: 2, warnings: 4, notes: 2',
};

test('each page says first what was found, and what it was told is text in it', async (t) => {
	for (const [name, page] of Object.entries(await diagnosisPages())) {
		const heading = /<h1>([^<]*)<\/h1>/.exec(page)?.[1] ?? '';
		t.true(heading.startsWith(headings[name] ?? 'none'), `${name}: ${heading}`);
		for (const sign of ['<script', '<img', '\u001B', '\u202E', String.raw`\x0a`]) t.false(page.includes(sign), `${name}: ${sign}`);
		t.true(page.includes('default-src &#39;none&#39;; style-src &#39;sha256-'), name);
		t.true(page.startsWith('<!doctype html>\n<html lang="en">'), name);
	}
});

test('the page of containers has the checklist and what the log says; that of a config what to write instead', async (t) => {
	const {container, lint, response} = await diagnosisPages();
	const has = (page: string, ...words: readonly string[]) => {
		t.deepEqual(
			words.filter((word) => !page.includes(word)),
			[],
		);
	};
	has(container, '<h2>Checklist</h2>', 'Is every process running?', 'exit code 137', '<h2>nothing listened at the upstream address</h2>');
	has(lint, '<b>Why</b>', '<b>Write</b>', 'Shown by <code>');
	has(response, '<b>Check</b>', 'nginx/1.30.6');
});
