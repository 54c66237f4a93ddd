// The table of diagnosis rules. To add one: a file beside the others, its test, and its line here.
import {appKilled} from './app-killed.ts';
import {connectionsExhausted} from './connections-exhausted.ts';
import {containerGone} from './container-gone.ts';
import {cutBody} from './cut-body.ts';
import {gatewayDown} from './gateway-down.ts';
import {headerTooBig} from './header-too-big.ts';
import {innerGateway} from './inner-gateway.ts';
import {lostBetween} from './lost-between.ts';
import {outOfMemory} from './out-of-memory.ts';
import {readTimeout} from './read-timeout.ts';
import {resetBeforeHeaders} from './reset-before-headers.ts';
import type {DiagnosisRule} from './rule.ts';

export const diagnosisRules: readonly DiagnosisRule[] = [
	appKilled,
	containerGone,
	outOfMemory,
	resetBeforeHeaders,
	cutBody,
	readTimeout,
	lostBetween,
	headerTooBig,
	gatewayDown,
	connectionsExhausted,
	innerGateway,
];
