// Whether 103 came, or another informational answer, and the app never answered: the gateway took that for the answer.
import {answeredBefore, arrived} from './trouble.ts';
import type {Trouble} from './trouble.ts';

const informational = /\bBerespStatus 1\d\d\b/;

export const onlyAnnounced = (trouble: Trouble) =>
	trouble.lines.some(({raw}) => informational.test(raw)) && arrived(trouble) && answeredBefore(trouble) === null;
