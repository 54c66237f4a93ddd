import {X509Certificate} from 'node:crypto';
import {createSecureContext} from 'node:tls';
import test from 'ava';
import {makeAuthority} from '../../src/topology/certificate.ts';

const authority = makeAuthority('the authority');
const issuer = new X509Certificate(authority.certificate);
const farAway = Date.parse('9999-12-31T23:59:59Z');

test('an authority signs itself, and says that it is one', (t) => {
	t.true(issuer.ca);
	t.is(issuer.subject, 'CN=the authority');
	t.true(issuer.verify(issuer.publicKey));
});

test('a certificate is signed by its authority and no other, holds all its names, and goes with its key', (t) => {
	const names = ['apps.gatequake.test', ...Array.from({length: 20}, (_, index) => `alias-${index}.of-some-length.example`)];
	const {certificate, key} = authority.issue({names});
	const read = new X509Certificate(certificate);
	t.true(read.verify(issuer.publicKey));
	t.false(read.verify(new X509Certificate(makeAuthority('another').certificate).publicKey));
	t.true(read.checkIssued(issuer));
	t.is(read.subjectAltName, names.map((name) => `DNS:${name}`).join(', '));
	for (const name of names) {
		t.is(read.checkHost(name), name);
	}

	t.is(read.checkHost('other.example'), undefined);
	t.false(read.ca);
	t.notThrows(() => createSecureContext({cert: certificate, key}));
});

test('who is expired was so years before any run, and who is not never will be', (t) => {
	t.is(dates(false).toMs, farAway);
	t.true(dates(true).toMs < Date.parse('2022-01-01'));
	t.true(dates(true).fromMs < dates(true).toMs);
	t.is(Date.parse(issuer.validTo), farAway);
});

test('no two certificates are the same', (t) => {
	t.is(new Set([serial(), serial(), serial(), issuer.serialNumber]).size, 4);
});

function dates(expired: boolean): {readonly fromMs: number; readonly toMs: number} {
	const {validFrom, validTo} = new X509Certificate(authority.issue({names: ['a.example'], expired}).certificate);
	return {fromMs: Date.parse(validFrom), toMs: Date.parse(validTo)};
}

function serial(): string {
	return new X509Certificate(authority.issue({names: ['a.example']}).certificate).serialNumber;
}
