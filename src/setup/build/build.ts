// `npm run build`: what is published, in dist/: the programs and the shipped scenarios as JavaScript, and the types of the public API.
import {execFileSync} from 'node:child_process';
import {cpSync, rmSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const dist = path.join(root, 'dist');

rmSync(dist, {recursive: true, force: true});
// The scenarios are compiled against the types that users get.
for (const project of ['programs', 'types', 'page', 'scenarios']) {
	execFileSync(path.join(root, 'node_modules/.bin/tsc'), ['-p', path.join(root, `src/setup/build/${project}.json`)], {stdio: 'inherit'});
}

cpSync(path.join(root, 'src/report/report.schema.json'), path.join(dist, 'report/report.schema.json'));
