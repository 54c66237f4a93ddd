import {spawn} from 'node:child_process';
import {once} from 'node:events';
import test from 'ava';
import {programPath} from './supervised.ts';

for (const program of ['supervisor', 'node-app', 'bytes-app', 'observer', 'database-helper']) {
	test(`${program} only loads and ends well where the image build warms the compile cache`, async (t) => {
		const child = spawn(process.execPath, [programPath(program)], {stdio: 'inherit', env: {...process.env, GATEQUAKE_WARM_UP: '1'}});
		t.deepEqual(await once(child, 'exit'), [0, null]);
	});
}
