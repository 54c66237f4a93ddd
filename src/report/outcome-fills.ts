// The fill of each outcome: a colour and a pattern, so that a chart can be read without seeing colours, and in black and white print.
import type {Scheme} from './palette.ts';

export interface OutcomeFill extends Readonly<Record<Scheme, string>> {
	/** Lines over the colour, as an SVG path in a tile of `size` px. Empty for none. */
	readonly path: string;
	/** Radius of a dot in the middle of the tile; 0 for none. */
	readonly dot: number;
	readonly size: number;
}

const diagonal = (size: number): string => `M0 ${size}L${size} 0M-1 1L1 -1M${size - 1} ${size + 1}L${size + 1} ${size - 1}`;
const counterDiagonal = (size: number): string => `M0 0L${size} ${size}M-1 ${size - 1}L1 ${size + 1}M${size - 1} -1L${size + 1} 1`;

/** By the name that `outcomeLook` gives. */
export const outcomeFills: Readonly<Record<string, OutcomeFill>> = {
	good: {light: '#a5d6c1', dark: '#2b6650', path: '', dot: 0, size: 4},
	s3xx: {light: '#5e9dbd', dark: '#5590ae', path: '', dot: 1, size: 8},
	s4xx: {light: '#b98a1c', dark: '#b98f2e', path: 'M3 0V6', dot: 0, size: 6},
	s5xx: {light: '#c65f6e', dark: '#c25f6d', path: '', dot: 1.1, size: 5},
	s502: {light: '#cf4a3f', dark: '#cc5147', path: diagonal(7), dot: 0, size: 7},
	s503: {light: '#c9641f', dark: '#c66c2c', path: counterDiagonal(7), dot: 0, size: 7},
	s504: {light: '#a3541b', dark: '#b0662f', path: 'M0 3H6', dot: 0, size: 6},
	cut: {light: '#8659c4', dark: '#8f66c8', path: diagonal(7) + counterDiagonal(7), dot: 0, size: 7},
	altered: {light: '#b5478f', dark: '#b85596', path: 'M0 2H4V6H8', dot: 0, size: 8},
	empty: {light: '#5a67c4', dark: '#6a76cc', path: 'M3 0V7M0 3H7', dot: 0, size: 7},
	refused: {light: '#87503a', dark: '#9a6650', path: 'M0 1H4', dot: 0, size: 4},
	reset: {light: '#2d77ad', dark: '#3b83b6', path: 'M0 5L3 1L6 5', dot: 0, size: 6},
	unreachable: {light: '#557383', dark: '#6a8796', path: 'M2 0V4', dot: 0, size: 4},
	timeout: {light: '#535b6b', dark: '#79818f', path: '', dot: 2, size: 7},
	unsent: {light: '#9a9fa8', dark: '#5b616b', path: 'M3 1V5M1 3H5', dot: 0, size: 8},
	other: {light: '#7b7b7b', dark: '#858585', path: 'M0 0L4 4', dot: 0, size: 8},
};
