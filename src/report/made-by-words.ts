// Who made an answer, in words.
import type {MadeBy} from '../diagnosis/response-diagnosis.ts';
import {printable} from './printable.ts';

const makers = {
	gateway: 'made by',
	app: 'made by the app, as far as it shows',
	nobody: 'no answer came',
	unknown: 'made by somebody unknown',
};

export function madeByWords({who, name}: Pick<MadeBy, 'who' | 'name'>): string {
	return `${makers[who]}${name === null ? '' : ` ${printable(name)}`}`;
}
