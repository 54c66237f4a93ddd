import test from 'ava';
import {signFlipTest, smallestP} from '../../src/compare/sign-flip-test.ts';
import {seededRandom} from '../../src/load/random.ts';

/** As the definition says it: every pattern of signs, one by one. */
function bruteForce(scores: readonly number[]): number {
	const seen = Math.abs(scores.reduce((sum, score) => sum + score, 0));
	let count = 0;
	for (let pattern = 0; pattern < 2 ** scores.length; pattern++) {
		const sum = scores.reduce((total, score, index) => total + ((pattern >> index) & 1 ? score : -score), 0);
		if (Math.abs(sum) >= seen - 1e-9) count++;
	}

	return count / 2 ** scores.length;
}

test('p is what counting every pattern of signs gives, with ties, zeros and fractions', (t) => {
	const random = seededRandom(1);
	for (let round = 0; round < 300; round++) {
		const length = 1 + Math.floor(random() * 11);
		const scores = Array.from({length}, () => (round % 2 === 0 ? Math.floor(random() * 7) - 3 : random() * 3 - 1));
		t.is(signFlipTest(scores, 1), bruteForce(scores), JSON.stringify(scores));
	}
});

test('p of signed ranks is that of the tables of the signed-rank test', (t) => {
	// n = 10, rank sums 47 and 8: two-sided p = 50/1024.
	t.is(signFlipTest([1, 2, -3, 4, -5, 6, 7, 8, 9, 10], 1), 50 / 1024);
});

test('all pairs the same way give the smallest p there is', (t) => {
	for (const pairs of [1, 2, 5, 6, 10, 20, 40]) {
		t.is(
			signFlipTest(
				Array.from({length: pairs}, () => 0.1),
				1,
			),
			smallestP(pairs),
			`${pairs} pairs`,
		);
		t.is(smallestP(pairs), 2 / 2 ** pairs);
	}
});

test('no difference, or none that has a direction, is p = 1', (t) => {
	t.is(signFlipTest([], 1), 1);
	t.is(signFlipTest([0, 0, 0], 1), 1);
	t.is(signFlipTest([3, -3], 1), 1);
});

test('the sign of the scores and their order change nothing', (t) => {
	const scores = [0.5, 1.25, -0.75, 3, 2.5, -1, 4.125];
	const p = signFlipTest(scores, 1);
	t.is(
		signFlipTest(
			scores.map((score) => -score),
			1,
		),
		p,
	);
	t.is(signFlipTest(scores.toReversed(), 1), p);
});

test('more than forty pairs are drawn, near to the exact p, the same for the same seed, and never zero', (t) => {
	const random = seededRandom(5);
	const scores = Array.from({length: 41}, () => random() - 0.42);
	const drawn = signFlipTest(scores, 7);
	t.is(drawn, signFlipTest(scores, 7));
	// One pair less is counted exactly; the 41st moves p only a little.
	const exact = signFlipTest(scores.slice(0, 40), 7);
	t.true(Math.abs(drawn - exact) < 0.05, `${drawn} and ${exact}`);
	t.is(
		signFlipTest(
			Array.from({length: 60}, () => 1),
			7,
		),
		smallestP(60),
	);
	t.true(smallestP(60) > 0);
});
