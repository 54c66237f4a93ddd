// Envoy’s log has one word for all that its HTTP/1 parser refuses in a body: chunks that break the rules, and an end that came too early.
import type {Trouble} from './trouble.ts';

export const sameWord = ({lines}: Trouble) => lines.some(({raw}) => raw.includes('upstream_reset_after_response_started{protocol_error}'));
