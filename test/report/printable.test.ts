import test from 'ava';
import {printable} from '../../src/report/printable.ts';

test('control characters become visible', (t) => {
	t.is(printable('a\u0000b\u001B[31mc\rd\ne\u009Bf\u007F'), String.raw`a\x00b\x1b[31mc\x0dd\x0ae\x9bf\x7f`);
});

test('what makes a line read as another becomes visible', (t) => {
	t.is(printable('\u202Egpj.exe\u2066\u2028'), String.raw`\u202egpj.exe\u2066\u2028`);
});

test('lone surrogates and non-characters become visible, and letters of any script stay', (t) => {
	t.is(printable('\uD800 \uFFFF ключ 鍵 🔑\t.'), String.raw`\ud800 \uffff ключ 鍵 🔑 .`);
});
