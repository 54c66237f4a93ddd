// The app shows a certificate that a careful client must not take: one that ended years ago, one for another name, or one of an issuer
// that nobody trusts. The app itself is well, and knows of nothing but handshakes that its clients break off.
import {oneOf} from '../expectations/options.ts';
import type {BadCertificate} from '../upstreams/upstream.ts';
import type {Fault} from './fault.ts';
import {handshakeFault} from './handshake-fault.ts';
import type {HandshakeOptions} from './handshake-fault.ts';

export interface TlsCertificateOptions extends HandshakeOptions {
	/** What is wrong with it. Default `expired`. */
	readonly is?: BadCertificate;
}

/**
 * The app shows a certificate that is expired, for another name, or not trusted.
 * @example tlsCertificate({is: 'expired'})
 */
export function tlsCertificate(options: TlsCertificateOptions = {}): Fault {
	const {is = 'expired'} = options;
	return handshakeFault({
		kind: 'tls-certificate',
		how: is,
		options: {...options, is},
		checkers: {is: oneOf(Object.keys(words))},
		describe: words[is] ?? `a certificate that is ${is}`,
	});
}

const words: Readonly<Record<BadCertificate, string>> = {
	expired: 'a certificate that has expired',
	'wrong-name': 'a certificate for another name',
	untrusted: 'a certificate of an unknown issuer',
};
