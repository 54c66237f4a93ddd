import {execFileSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import test from 'ava';

const script = fileURLToPath(new URL('../../src/setup/node.sh', import.meta.url));

function isCurrent(version: string): boolean {
	const answer = execFileSync('sh', ['-c', '. "$1"; if is_current "$2"; then echo yes; else echo no; fi', 'sh', script, version]);
	return answer.toString().trim() === 'yes';
}

test('Node 24 and newer is used as it is, whatever the digits', (t) => {
	for (const version of ['v24.0.0', 'v26.10.0', 'v30.1.2', 'v99.0.0', 'v100.0.0']) t.true(isCurrent(version), version);
});

test('an older Node, or none, is not', (t) => {
	for (const version of ['v23.11.1', 'v20.20.2', 'v12.22.9', 'v8.17.0', 'v4.9.1', 'v0.10.48', '', 'v2.4.0'])
		t.false(isCurrent(version), version);
});
