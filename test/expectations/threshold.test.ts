import test from 'ava';
import {expect} from '../../src/expectations/expect.ts';
import {buildTimeline, treated} from '../helpers/timeline-builder.ts';
import type {SyntheticFault} from '../helpers/timeline-builder.ts';
import {judgeExpectation} from '../helpers/judge-rule.ts';

const configured = expect.threshold({of: 'response-header-bytes', is: 'configured'});

test('it passes when the limit is the configured one, to the byte', (t) => {
	const {verdict, observed} = judgeExpectation(buildTimeline({fault: sweep(4096)}), configured);
	t.is(verdict, 'pass');
	t.is(observed, 'largest passed on: 4096, smallest refused: 4097');
});

test('it fails when the limit is another one', (t) => {
	const {verdict, expected, observed} = judgeExpectation(buildTimeline({fault: sweep(4200)}), configured);
	t.is(verdict, 'fail');
	t.is(expected, 'answers pass up to 4096 header bytes (as configured), and fail from the next size up');
	t.is(observed, 'largest passed on: 4200, smallest refused: 4201');
	t.is(judgeExpectation(buildTimeline({fault: sweep(4200)}), expect.threshold({of: 'response-header-bytes', is: 4200})).verdict, 'pass');
});

test('it is inconclusive when the sweep closes in on the limit and is too coarse to say, unless the tolerance allows it', (t) => {
	const coarse = buildTimeline({fault: sweep(4096, 64)});
	t.is(judgeExpectation(coarse, configured).verdict, 'inconclusive');
	t.is(judgeExpectation(coarse, expect.threshold({of: 'response-header-bytes', is: 5000})).verdict, 'fail');
	t.is(judgeExpectation(coarse, expect.threshold({of: 'response-header-bytes', is: 4090, toleranceBytes: 64})).verdict, 'pass');
});

test('it fails when a size passed once and failed once', (t) => {
	const fault = treated(({id}) => answerOf(3900 + (id % 400), id % 2 === 0));
	t.is(judgeExpectation(buildTimeline({fault}), configured).verdict, 'fail');
});

test('a size that is passed on with a spoilt body counts as passed on, and is told apart', (t) => {
	const limit = sweep(4096);
	const fault: SyntheticFault = {
		...limit,
		treat: (request, itself) =>
			3840 + (request.id % 500) === 4096 && request.arrivesMs >= limit.fromMs && request.arrivesMs < limit.toMs
				? cutAt4096(request.normalEndMs)
				: limit.treat(request, itself),
	};
	const {verdict, observed} = judgeExpectation(buildTimeline({fault}), configured);
	t.is(verdict, 'pass');
	t.is(observed, 'largest passed on: 4096, smallest refused: 4097; from 4096 on the headers pass and the body is spoilt');
});

test('it fails when the fault was withheld: no size failed', (t) => {
	const normal = treated(() => answerOf(300, true));
	const {verdict, observed} = judgeExpectation(buildTimeline({fault: normal}), configured);
	t.is(verdict, 'fail');
	t.is(observed, 'largest passed on: 300, smallest refused: none');
});

test('it is inconclusive when no journal tells sizes', (t) => {
	t.is(judgeExpectation(buildTimeline(), configured).verdict, 'inconclusive');
});

function sweep(limitBytes: number, stepBytes = 1): SyntheticFault {
	return treated(({id}) => {
		const bytes = 3840 + (id % 500) * stepBytes;
		return answerOf(bytes, bytes <= limitBytes);
	});
}

function answerOf(headerBytes: number, passes: boolean) {
	const steps = [{step: 'received'}, {step: 'answered', headerBytes}] as const;
	return passes ? {byApp: true, upstream: 1, steps} : {status: 502, cause: 'http_response_header_section_size' as const, steps};
}

function cutAt4096(endMs: number) {
	return {
		outcome: 'cut' as const,
		byApp: true,
		upstream: 1,
		endMs,
		steps: [{step: 'received'}, {step: 'answered', headerBytes: 4096}] as const,
	};
}
