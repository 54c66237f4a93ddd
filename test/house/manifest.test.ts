// What package.json promises to those who install the package. The package itself is looked at by test/integration/package.test.ts.
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {isRecord} from '../../src/expectations/options.ts';
import {projectFolder} from '../helpers/source-file.ts';

const manifest: unknown = JSON.parse(readFileSync(path.join(projectFolder, 'package.json'), 'utf8'));

function recordAt(key: string): Readonly<Record<string, unknown>> {
	const value = isRecord(manifest) ? manifest[key] : undefined;
	if (!isRecord(value)) throw new Error(`package.json has no ${key}`);
	return value;
}

test('to install the package runs no script of it', (t) => {
	const onInstall = ['preinstall', 'install', 'postinstall', 'prepublish', 'prepare', 'preprepare', 'postprepare'];
	t.deepEqual(
		Object.keys(recordAt('scripts')).filter((name) => onInstall.includes(name)),
		[],
	);
});

test('its command is a file that is there, and what runs TypeScript is no dependency of those who use it', (t) => {
	for (const file of Object.values(recordAt('bin'))) t.true(existsSync(path.join(projectFolder, String(file))));
	t.deepEqual(
		Object.keys(recordAt('dependencies')).filter((name) => /^(?:typescript|tsx|ts-node|esbuild|@swc\/core)$/.test(name)),
		[],
	);
});
