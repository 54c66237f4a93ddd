// Where was the error made: by the gateway, or by the app behind it?
import {no, unknown, yes} from '../check.ts';
import type {Check} from '../check.ts';
import {clientsGot, requestWords} from '../run/words.ts';

export const madeByGateway: Check = {
	name: 'made-by-gateway',
	question: 'Did the gateway make the errors, and not the app?',
	answer({troubles}) {
		const failed = troubles.filter(({what}) => what === 'failed');
		if (failed.length === 0) return unknown('no request failed: some were tried again, or slow');
		const byApp = failed.filter(({byApp: made, outcome}) => made && outcome === 'status');
		if (byApp.length > failed.length / 2)
			return no(`${byApp.length} of ${failed.length} carry the app's own header: ${clientsGot(byApp)}`, ...requestWords(byApp));
		return yes(
			`${failed.length - byApp.length} of ${failed.length} do not carry the app's own header: ${clientsGot(failed)}`,
			...requestWords(failed),
		);
	},
};
