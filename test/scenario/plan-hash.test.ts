import path from 'node:path';
import test from 'ava';
import {makePlans} from '../../src/scenario/make-plans.ts';
import {planHash} from '../../src/scenario/plan-hash.ts';
import type {RunPlan} from '../../src/scenario/plan.ts';
import {loadScenarios} from '../../src/scenario/load-scenario.ts';
import {readRunFlags} from '../../src/cli/run-flags.ts';

async function plansOf(...argv: readonly string[]): Promise<readonly RunPlan[]> {
	const flags = readRunFlags(argv, '/');
	return makePlans(await loadScenarios(['upstream-killed', 'steady'], process.cwd()), flags.plan).runs.map(({plan}) => plan);
}

test('the same plan has the same hash, wherever its files lie', async (t) => {
	const plans = await plansOf('--seed', '7', '--repeat', '2');
	const elsewhere = plans.map((plan) => ({
		...plan,
		file: path.join('/srv/ci', plan.file),
		repro: 'cd /srv/ci',
		gateway: {...plan.gateway, config: {...plan.gateway.config, file: '/srv/ci/nginx.conf'}},
	}));
	t.is(planHash(elsewhere), planHash(plans));
	t.is(planHash(await plansOf('--seed', '7', '--repeat', '2')), planHash(plans));
	t.regex(planHash(plans), /^[\da-f]{12}$/);
});

test('another seed, rate, number of repeats or order is another plan', async (t) => {
	const usual = await plansOf('--seed', '7');
	const hashes = [
		usual,
		usual.toReversed(),
		await plansOf('--seed', '8'),
		await plansOf('--seed', '7', '--rate', '50'),
		await plansOf('--seed', '7', '--repeat', '2'),
	].map(planHash);
	t.is(new Set(hashes).size, hashes.length);
});

test('shards that are told no seed share one', async (t) => {
	t.is(planHash(await plansOf('--shard', '1/2')), planHash(await plansOf('--shard', '2/2')));
});
