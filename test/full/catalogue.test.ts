// Every scenario that is shipped, on every gateway: it passes as written or says why it does not apply, its fault takes effect and ends within
// what it declares, and without its fault it fails in what it names.
import path from 'node:path';
import test from 'ava';
import {gateways} from '../../src/gateways/gateways.ts';
import {loadTimeline} from '../../src/run/save-timeline.ts';
import {loadScenarios} from '../../src/scenario/load-scenario.ts';
import {gatequake, readReport, temporaryFolder} from '../helpers/command.ts';
import {effectProblems} from '../helpers/effect-times.ts';
import {leftoversOf} from '../helpers/leftovers.ts';

const names = Object.keys(gateways);

for (const {name, scenario} of await loadScenarios([], '/')) {
	const {fault, differs = {}} = scenario;
	const applies = names.filter((gateway) => !('skip' in (differs[gateway] ?? {})));

	test.serial(`${name} passes on every gateway that it applies to, with a witness, and leaves nothing behind`, async (t) => {
		t.timeout(900_000);
		await using folder = await temporaryFolder();
		const {exitCode, stdout, stderr} = await run(name, names, [], folder.path);
		t.is(exitCode, 0, `${stdout}\n${stderr}`);
		const report = await readReport(folder.path);
		const told = [...report.runs.map(({gateway}) => gateway.label), ...report.skipped.map(({gateway}) => gateway)];
		t.deepEqual(told.toSorted(), names.toSorted());
		for (const each of report.runs) {
			t.is(each.verdict, 'pass', each.gateway.label);
			t.deepEqual(each.cleanup, {ok: true, left: []}, each.gateway.label);
			if (fault) t.true((each.fault?.witness?.count ?? 0) > 0, `it has a witness on ${each.gateway.label}`);
			if (fault && each.gateway.label === 'nginx') {
				t.deepEqual(effectProblems(each, await loadTimeline(path.join(folder.path, each.id)), fault.effect), []);
			}
		}

		t.deepEqual(await leftoversOf(stdout), []);
	});

	if (!fault) continue;
	const [gateway = 'nginx'] = applies;
	test.serial(`with its fault withheld ${name} fails in what it names`, async (t) => {
		t.timeout(300_000);
		await using folder = await temporaryFolder();
		const {exitCode, stdout} = await run(name, [gateway], ['--withhold-fault'], folder.path);
		t.is(exitCode, 1, stdout);
		for (const {verdict, sensitivity} of (await readReport(folder.path)).runs) {
			t.is(verdict, 'fail', stdout);
			t.true((sensitivity ?? []).length > 0, 'it names what must fail');
			t.deepEqual(
				(sensitivity ?? []).filter(({failed}) => !failed),
				[],
			);
		}
	});
}

async function run(name: string, on: readonly string[], flags: readonly string[], folder: string) {
	const gatewayFlags = on.flatMap((gateway) => ['--gateway', gateway]);
	return await gatequake([
		'run',
		name,
		...gatewayFlags,
		...flags,
		'--output',
		folder,
		'--reporter',
		'console,json',
		'--inconclusive',
		'retry=2',
	]);
}
