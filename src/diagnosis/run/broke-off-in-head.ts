// Whether bytes came, and the connection ended before they were the head of an answer: where the gateway counts them.
import type {Trouble} from './trouble.ts';

/** Varnish's count of bytes of the answer's head, beside its word for an end that came too early. */
const someOfHead = /HTC eof.*\bBereqAcct \d+ \d+ \d+ [1-9]/;

export const brokeOffInHead = ({lines}: Trouble) => lines.some(({raw}) => someOfHead.test(raw));
