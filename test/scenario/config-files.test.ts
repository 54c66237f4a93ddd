import {mkdir, mkdtemp, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {configFiles} from '../../src/scenario/config-files.ts';

async function folderWith(t: ExecutionContext, files: Readonly<Record<string, string | Buffer>>): Promise<string> {
	const folder = await mkdtemp(path.join(tmpdir(), 'gatequake-config-'));
	t.teardown(async () => {
		await rm(folder, {recursive: true});
	});
	for (const [name, content] of Object.entries(files)) {
		await mkdir(path.dirname(path.join(folder, name)), {recursive: true});
		await writeFile(path.join(folder, name), content);
	}

	return folder;
}

function taken(folder: string, text: string) {
	const {files, problems} = configFiles({file: path.join(folder, 'nginx.conf'), text}, '/etc/nginx/nginx.conf');
	return {paths: files.map((file) => file.path).toSorted(), problems};
}

test('what the config names beside it is taken along: by relative name, by its name in the container, by pattern, and by what is included', async (t) => {
	const folder = await folderWith(t, {
		'nginx.conf': '',
		'certs/site.pem': 'CERTIFICATE',
		'certs/site.key': 'KEY',
		'conf.d/a.conf': 'include snippets/headers.conf;',
		'conf.d/b.conf': '',
		'snippets/headers.conf': 'add_header x y;',
		'unnamed.txt': 'stays here',
	});
	const text =
		'ssl_certificate certs/site.pem; ssl_certificate_key "/etc/nginx/certs/site.key"; include conf.d/*.conf; include mime.types;';
	t.deepEqual(taken(folder, text), {
		paths: ['certs/site.key', 'certs/site.pem', 'conf.d/a.conf', 'conf.d/b.conf', 'snippets/headers.conf'].map(
			(name) => `/etc/nginx/${name}`,
		),
		problems: [],
	});
});

test('the config itself, folders, and what lies outside, also by a link or by `..`, stay where they are', async (t) => {
	const outside = await folderWith(t, {'secret.txt': 'secret'});
	const folder = await folderWith(t, {'nginx.conf': '', 'logs/x': ''});
	await symlink(path.join(outside, 'secret.txt'), path.join(folder, 'link.txt'));
	const text = `include nginx.conf logs link.txt ../${path.basename(outside)}/secret.txt ${outside}/secret.txt /etc/passwd;`;
	t.deepEqual(taken(folder, text), {paths: [], problems: []});
});

test('a pattern of everything takes nothing by mistake, and files that include each other end', async (t) => {
	const folder = await folderWith(t, {'nginx.conf': '', 'a.conf': 'include b.conf;', 'b.conf': 'include a.conf;'});
	t.deepEqual(taken(folder, 'proxy_pass http://x/*; location ~ \\.(php|css)$ {} ** * a.conf').paths, [
		'/etc/nginx/a.conf',
		'/etc/nginx/b.conf',
	]);
});

test('what is no text is refused, not broken', async (t) => {
	const folder = await folderWith(t, {'nginx.conf': '', 'db.mmdb': Buffer.from([0xff, 0xfe, 0x00, 0x80])});
	t.regex(taken(folder, 'geoip2 db.mmdb;').problems[0] ?? '', /db\.mmdb.*no text/);
});

test('a config that names more than a container should be filled with is refused', async (t) => {
	const many = Object.fromEntries(Array.from({length: 501}, (_, index) => [`parts/${index}.conf`, '']));
	t.regex(taken(await folderWith(t, many), 'include parts/*.conf;').problems[0] ?? '', /more than 500 files/);
});
