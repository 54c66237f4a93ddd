import test from 'ava';
import {markup} from '../../src/report/markup.ts';

test('a string is escaped, and markup is not', (t) => {
	t.is(markup`<p title="${'"<x>\'&'}">${markup`<b>${1}</b>`}</p>`.text, '<p title="&quot;&lt;x&gt;&#39;&amp;"><b>1</b></p>');
});

test('a list is joined without anything between', (t) => {
	t.is(markup`${['a', '<'].map((text) => markup`<i>${text}</i>`)}`.text, '<i>a</i><i>&lt;</i>');
});
