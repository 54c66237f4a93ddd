// What Python itself prints when an app fails, under whatever server it runs. Read against Lib/importlib, Objects/exceptions.c.
import {signature} from '../signature.ts';
import type {Signature} from '../signature.ts';

export const python: readonly Signature[] = [
	signature(
		'module-missing',
		/\bModuleNotFoundError: |\bImportError: (?:No module named|cannot import name) /,
		['failure', 'start', 'connection_refused', '502, or 500'],
		{
			meaning: 'a module of the app is not there, or not as it is expected: the app does not start',
			check: 'Its name in the line: a package that was not installed, or another version?',
			change: 'The packages in the image or the virtual environment; the folder that the server starts in.',
			source: 'Lib/importlib/_bootstrap.py: _find_and_load_unlocked',
		},
	),
	signature('broken', /^(?:SyntaxError|IndentationError|TabError): /, ['failure', 'start', 'connection_refused', '502, or 500'], {
		meaning: 'a file of the app is no Python, or not of this version',
		check: 'File and line just before it; the version of Python.',
		change: 'The file; python -m compileall in the build.',
		source: 'Objects/exceptions.c',
	}),
	signature('memory', /\bMemoryError\b/, ['failure', 'memory', null, '500'], {
		meaning: 'the app got no memory',
		check: 'A limit of the process (ulimit -v, limit-as)? What the request asked for?',
		change: 'Memory; the leak.',
		source: 'Objects/exceptions.c: PyErr_NoMemory',
	}),
];
