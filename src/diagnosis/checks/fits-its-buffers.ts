// Do the answer's headers fit into the gateway's buffer?
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import {no, unknown, yes} from '../check.ts';
import type {Check} from '../check.ts';
import {has} from '../run/trouble.ts';
import {gatewayWords} from '../run/words.ts';

export const fitsItsBuffers: Check = {
	name: 'fits-its-buffers',
	question: 'Do the headers of answers fit into the gateway’s buffer?',
	answer({gateway, events, troubles}) {
		const named = troubles.filter((trouble) => has(trouble, 'http_response_header_section_size'));
		const largest = eventsOfKind(events, 'journal').reduce((most, {headerBytes}) => Math.max(most, headerBytes ?? 0), 0);
		const limit = 'responseHeaderBytes' in gateway.lacks ? null : gateway.options.responseHeaderBytes;
		const told = largest === 0 ? 'no app told the size of its headers' : `the largest that an app sent has ${largest} bytes`;
		if (named.length > 0) return no(told, ...gatewayWords(named));
		if (limit === null || largest === 0)
			return unknown(told, ...(limit === null ? ['the gateway has no limit that the harness sets'] : []));
		return largest > limit ? no(told, `the gateway takes ${limit}`) : yes(told, `the gateway takes ${limit}`);
	},
};
