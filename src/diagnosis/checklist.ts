// The checklist, filled in: one file for each question, in the order in which people ask them.
import type {CheckEntry} from '../report/report.ts';
import {answersDirectly} from './checks/answers-directly.ts';
import {fitsItsBuffers} from './checks/fits-its-buffers.ts';
import {hasMemory} from './checks/has-memory.ts';
import {keptRunning} from './checks/kept-running.ts';
import {isListening} from './checks/is-listening.ts';
import {isRunning} from './checks/is-running.ts';
import {logNamesCause} from './checks/log-names-cause.ts';
import {madeByGateway} from './checks/made-by-gateway.ts';
import {targetMatches} from './checks/target-matches.ts';
import {timeoutLadder} from './checks/timeout-ladder.ts';
import type {Check} from './check.ts';
import type {RunEvidence} from './run/evidence.ts';

export const checks: readonly Check[] = [
	madeByGateway,
	isRunning,
	isListening,
	answersDirectly,
	logNamesCause,
	keptRunning,
	hasMemory,
	targetMatches,
	timeoutLadder,
	fitsItsBuffers,
];

const mostLines = 5;

export function checklist(evidence: RunEvidence): readonly CheckEntry[] {
	return checks.map((check) => {
		const given = check.answer(evidence);
		return {name: check.name, question: check.question, answer: given.answer, evidence: given.evidence.slice(0, mostLines)};
	});
}
