// Makes certificates for a run, in the few bytes of X.509 that TLS needs. Node can sign but not issue, and no program for it is sure to be
// where the harness runs. Their dates are far from any clock: who is expired was so years ago, and who is not never will be.
import {createHash, generateKeyPairSync, randomBytes, sign} from 'node:crypto';
import type {KeyObject} from 'node:crypto';

/** Certificate and key, each as PEM text. */
export interface Certificate {
	readonly certificate: string;
	readonly key: string;
}

export interface Authority extends Certificate {
	issue(options: {readonly names: readonly string[]; readonly expired?: boolean}): Certificate;
}

export function makeAuthority(name: string): Authority {
	const issuer = {name, keys: makeKeys()};
	return {
		...pemOf(signed({subject: name, key: issuer.keys.publicKey, endsAt: never, extensions: authorityExtensions}, issuer), issuer.keys),
		issue({names, expired = false}) {
			const own = makeKeys();
			const extensions = [...serverExtensions, subjectNames(names)];
			const endsAt = expired ? longAgo : never;
			return pemOf(signed({subject: names[0] ?? 'nobody', key: own.publicKey, endsAt, extensions}, issuer), own);
		},
	};
}

interface Keys {
	readonly publicKey: KeyObject;
	readonly privateKey: KeyObject;
}

function makeKeys(): Keys {
	return generateKeyPairSync('ec', {namedCurve: 'prime256v1'});
}

function pemOf(der: Buffer, {privateKey}: Keys): Certificate {
	const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
	return {
		certificate: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
		key: privateKey.export({type: 'pkcs8', format: 'pem'}),
	};
}

interface Contents {
	readonly subject: string;
	readonly key: KeyObject;
	readonly endsAt: Buffer;
	readonly extensions: readonly Buffer[];
}

/** RFC 5280, section 4.1. */
function signed({subject, key, endsAt, extensions}: Contents, issuer: {readonly name: string; readonly keys: Keys}): Buffer {
	const body = sequence(
		// Version 3.
		element(0xa0, element(0x02, Buffer.of(2))),
		// Positive, and without a leading zero.
		element(0x02, Buffer.concat([Buffer.of(0x40), randomBytes(8)])),
		ecdsaWithSha256,
		nameOf(issuer.name),
		sequence(begins, endsAt),
		nameOf(subject),
		bitsOf(key),
		element(0xa3, sequence(...extensions, ...keyIdentifiers(key, issuer.keys.publicKey))),
	);
	return sequence(body, ecdsaWithSha256, element(0x03, Buffer.concat([Buffer.of(0), sign('sha256', body, issuer.keys.privateKey)])));
}

function bitsOf(key: KeyObject): Buffer {
	return key.export({type: 'spki', format: 'der'});
}

/** Strict checkers look for both. */
function keyIdentifiers(own: KeyObject, issuer: KeyObject): readonly Buffer[] {
	return [extension('551d0e', element(0x04, digestOf(own))), extension('551d23', sequence(element(0x80, digestOf(issuer))))];
}

function digestOf(key: KeyObject): Buffer {
	return createHash('sha256').update(bitsOf(key)).digest().subarray(0, 20);
}

/** DER: tag, length, content. */
function element(tag: number, content: Buffer): Buffer {
	const {length} = content;
	const size = length < 0x80 ? [length] : length < 0x1_00 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
	return Buffer.concat([Buffer.of(tag, ...size), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
	return element(0x30, Buffer.concat(parts));
}

function identifier(hex: string): Buffer {
	return element(0x06, Buffer.from(hex, 'hex'));
}

function nameOf(commonName: string): Buffer {
	return sequence(element(0x31, sequence(identifier('550403'), element(0x0c, Buffer.from(commonName)))));
}

function extension(oid: string, value: Buffer, critical = false): Buffer {
	return sequence(identifier(oid), ...(critical ? [element(0x01, Buffer.of(0xff))] : []), element(0x04, value));
}

function subjectNames(names: readonly string[]): Buffer {
	return extension('551d11', sequence(...names.map((name) => element(0x82, Buffer.from(name, 'latin1')))));
}

const ecdsaWithSha256 = sequence(identifier('2a8648ce3d040302'));
const begins = element(0x17, Buffer.from('200101000000Z'));
const longAgo = element(0x17, Buffer.from('210101000000Z'));
/** RFC 5280, section 4.1.2.5: no end that is known. */
const never = element(0x18, Buffer.from('99991231235959Z'));
const authorityExtensions = [
	// It is an authority, and signs certificates.
	extension('551d13', sequence(element(0x01, Buffer.of(0xff))), true),
	extension('551d0f', element(0x03, Buffer.of(1, 0x06)), true),
];
/** Signs handshakes, as a server. */
const serverExtensions = [
	extension('551d0f', element(0x03, Buffer.of(7, 0x80)), true),
	extension('551d25', sequence(identifier('2b06010505070301'))),
];
