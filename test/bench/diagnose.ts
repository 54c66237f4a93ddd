// `npm run bench -- diagnose`: how fast logs are read. Makes an nginx error log and an access log under the system's folder for temporary
// files (`--megabytes N` each, default 250), and reads each in a process of its own; CPU time counts, since the machine may be busy.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {open, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';

const {values} = parseArgs({options: {megabytes: {type: 'string', default: '250'}}});
const folder = mkdtempSync(path.join(tmpdir(), 'gatequake-bench-'));
const megabytes = Number(values.megabytes);

const reasons = [
	'connect() failed (111: Connection refused) while connecting to upstream',
	'upstream timed out (110: Connection timed out) while reading response header from upstream',
	'recv() failed (104: Connection reset by peer) while reading response header from upstream',
	'a client request body is buffered to a temporary file /var/lib/nginx/body/NUMBER',
	'upstream sent invalid header: "x-NUMBER: \\x00..." while reading response header from upstream',
];

function errorLine(number: number): string {
	const second = String(Math.floor(number / 100) % 60).padStart(2, '0');
	const reason = (reasons[number % reasons.length] ?? '').replace('NUMBER', String(number));
	return `2026/11/21 04:32:${second} [error] 31#31: *${number} ${reason}, client: 10.1.2.3, server: shop.example, request: "GET /items?id=${number} HTTP/1.1", upstream: "http://10.0.0.${number % 3}:8080/items?id=${number}", host: "shop.example"\n`;
}

function accessLine(number: number): string {
	const second = String(Math.floor(number / 400) % 60).padStart(2, '0');
	const status = number % 20 === 0 ? 502 : 200;
	return `10.1.2.3 - - [21/Nov/2026:04:32:${second} +0000] "GET /items?id=${number} HTTP/1.1" ${status} 1234 "https://shop.example/" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"\n`;
}

async function write(name: string, lineOf: (number: number) => string): Promise<string> {
	const file = path.join(folder, name);
	await using handle = await open(file, 'w');
	let [bytes, number] = [0, 0];
	while (bytes < megabytes * 1e6) {
		const text = Array.from({length: 2000}, () => lineOf(number++)).join('');
		await handle.write(text);
		bytes += text.length;
	}

	return file;
}

/** What the command takes for nothing: its start. */
let startSeconds = 0;

function measure(label: string, flags: readonly string[], total: number): void {
	const main = path.resolve('src/cli/main.ts');
	const script = `process.on('exit', () => { const {userCPUTime, systemCPUTime, maxRSS} = process.resourceUsage(); process.stderr.write(JSON.stringify({userCPUTime, systemCPUTime, maxRSS})); });`;
	const started = performance.now();
	const run = spawnSync(
		process.execPath,
		['--no-warnings', '--import', `data:text/javascript,${encodeURIComponent(script)}`, main, 'diagnose', '--gateway', 'nginx', ...flags],
		{encoding: 'utf8'},
	);
	const seconds = (performance.now() - started) / 1000;
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Written by the script above.
	const {userCPUTime, systemCPUTime, maxRSS} = JSON.parse(run.stderr.slice(run.stderr.lastIndexOf('{'))) as Record<
		'userCPUTime' | 'systemCPUTime' | 'maxRSS',
		number
	>;
	const cpu = (userCPUTime + systemCPUTime) / 1e6;
	const net = total === 0 ? '' : ` (${(total / (cpu - startSeconds)).toFixed(0)} MB for each but the start's)`;
	startSeconds ||= cpu;
	console.log(`${label}: ${seconds.toFixed(1)} s, ${cpu.toFixed(1)} s of CPU${net}, ${(maxRSS / 1024).toFixed(0)} MiB at most`);
}

try {
	const [error, access] = [await write('error.log', errorLine), await write('access.log', accessLine)];
	await writeFile(path.join(folder, 'nothing.log'), '');
	measure('nothing', ['--error-log', path.join(folder, 'nothing.log')], 0);
	measure('error log', ['--error-log', error], megabytes);
	measure('access log', ['--access-log', access], megabytes);
	measure('both', ['--error-log', error, '--access-log', access], megabytes * 2);
} finally {
	rmSync(folder, {recursive: true});
}
