// The lines of an overlay: a colour that people with any colour vision can tell from the others, and a dash of its own for print.
import type {Scheme} from './palette.ts';

export interface LineLook extends Readonly<Record<Scheme, string>> {
	readonly dash: readonly number[];
}

export const lineLooks: readonly LineLook[] = [
	{light: '#0b62a8', dark: '#6cb4f5', dash: []},
	{light: '#b04a00', dark: '#f2a15c', dash: [7, 3]},
	{light: '#00735c', dark: '#45c9a5', dash: [2, 2]},
	{light: '#9b3a7d', dark: '#e793c8', dash: [9, 3, 2, 3]},
	{light: '#6b6200', dark: '#d8cb4b', dash: [4, 4]},
	{light: '#3f4756', dark: '#b9c2cf', dash: [12, 4]},
	{light: '#6a3fb5', dark: '#b79df2', dash: [1, 4]},
	{light: '#a32a3b', dark: '#f58a97', dash: [5, 2, 1, 2, 1, 2]},
];
