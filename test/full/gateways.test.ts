import test from 'ava';
import {gateways} from '../../src/gateways/gateways.ts';
import {gatequake, readReport, temporaryFolder} from '../helpers/command.ts';
import {leftoversOf} from '../helpers/leftovers.ts';

const others = Object.keys(gateways).filter((name) => name !== 'nginx');
/** Beyond load windows and the gateway's own start. */
const mostMs = 3000;

for (const name of others) {
	test(`the whole core suite passes on ${name}, and costs at most 3 s a scenario beyond its windows and the gateway's own start`, async (t) => {
		await using folder = await temporaryFolder();
		const {exitCode, stdout, stderr} = await gatequake(['run', '--gateway', name, '--output', folder.path, '--inconclusive', 'retry=2']);
		t.is(exitCode, 0, `${stdout}\n${stderr}`);
		const report = await readReport(folder.path);
		const costs = report.runs.map(({timings}) => timings.upMs - timings.gatewayMs + timings.collectMs + timings.downMs);
		t.log(
			`${name}: start ${report.runs.map(({timings}) => Math.round(timings.gatewayMs)).join(', ')} ms; cost ${costs.map(Math.round).join(', ')} ms`,
		);
		const median = costs.toSorted((a, b) => a - b)[Math.floor(costs.length / 2)] ?? Number.POSITIVE_INFINITY;
		t.true(median <= mostMs, `the median cost is ${Math.round(median)} ms`);
		t.deepEqual(await leftoversOf(stdout), []);
	});

	test(`with its fault withheld no scenario but steady passes on ${name}`, async (t) => {
		await using folder = await temporaryFolder();
		const args = ['run', '--gateway', name, '--withhold-fault', '--output', folder.path, '--inconclusive', 'retry=2'];
		const {stdout} = await gatequake(args);
		const report = await readReport(folder.path);
		t.deepEqual(
			report.runs.filter(({verdict}) => verdict === 'pass').map(({scenario}) => scenario),
			['steady'],
			stdout,
		);
	});
}
