import test from 'ava';
import {gatequake, readReport, temporaryFolder} from '../helpers/command.ts';

// The truth is not the load generator's: the instant of the signal, and the kernel's own listening socket, as the supervisor saw them.
const edges = test.macro({
	async exec(t, ratePerSecond: number) {
		t.timeout(30 * 60_000);
		await using folder = await temporaryFolder();
		const {stdout} = await gatequake([
			'run',
			'upstream-killed',
			'--repeat',
			'20',
			'--rate',
			String(ratePerSecond),
			'--output',
			folder.path,
			'--inconclusive',
			'retry=3',
		]);
		const {runs} = await readReport(folder.path);
		t.is(runs.length, 20, stdout);
		const errorsMs: number[] = [];
		for (const {id, outages, fault, verdict, generator} of runs) {
			t.is(verdict, 'pass', id);
			t.is(outages.length, 1, id);
			const [outage] = outages;
			if (outage === undefined || outage.edges.to === null || !fault?.inject || !fault.clear) {
				t.fail(`${id} has no whole outage`);
				return;
			}

			for (const [what, edge, truth] of [
				['start', outage.edges.from, fault.inject],
				['end', outage.edges.to, fault.clear],
			] as const) {
				const middleMs = (edge[0] + edge[1]) / 2;
				const errorMs = Math.abs(middleMs - truth.effectiveMs);
				const statedMs = (edge[1] - edge[0]) / 2 + truth.uncertaintyMs;
				errorsMs.push(errorMs);
				t.log(`${id} ${what}: error ${errorMs.toFixed(2)} ms, stated ± ${statedMs.toFixed(2)} ms, generator ${generator?.verdict}`);
				t.true(errorMs <= statedMs, `${id} ${what}: an error of ${errorMs.toFixed(2)} ms exceeds the stated ${statedMs.toFixed(2)} ms`);
			}
		}

		const sorted = errorsMs.toSorted((a, b) => a - b);
		const medianMs = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
		t.log(`median error ${medianMs.toFixed(2)} ms, largest ${sorted.at(-1)?.toFixed(2)} ms`);
		t.true(medianMs <= 5, `median error ${medianMs.toFixed(2)} ms`);
	},
	title: (_, ratePerSecond: number) =>
		`at ${ratePerSecond} requests per second the edges of 20 of 20 outages err by no more than their stated uncertainty`,
});

test(edges, 200);
test(edges, 500);
