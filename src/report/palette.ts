// The colours of the page in its two schemes, for the style sheet and for what the page draws itself. Text has a contrast of 4.5 and more.

export interface Palette {
	readonly paper: string;
	readonly card: string;
	readonly ink: string;
	readonly quiet: string;
	readonly line: string;
	readonly soft: string;
	readonly link: string;
	readonly good: string;
	readonly bad: string;
	readonly unsure: string;
	/** Behind the plots for as long as the fault lasts. */
	readonly tint: string;
	readonly band: string;
	/** Drawn over an outcome's ground. */
	readonly pattern: string;
	readonly grid: string;
	readonly added: string;
	readonly removed: string;
}

export type Scheme = 'light' | 'dark';

export const palette: Readonly<Record<Scheme, Palette>> = {
	light: {
		paper: '#f6f7f9',
		card: '#ffffff',
		ink: '#1c2026',
		quiet: '#59616f',
		line: '#dfe3e8',
		soft: '#eff2f5',
		link: '#1f5fa8',
		good: '#1d7a55',
		bad: '#b3302a',
		unsure: '#875800',
		tint: '#c9483f14',
		band: '#5d6675',
		pattern: '#ffffff8c',
		grid: '#e4e7eb',
		added: '#dff2e8',
		removed: '#fae3e1',
	},
	dark: {
		paper: '#14171b',
		card: '#1b1f24',
		ink: '#e4e7eb',
		quiet: '#9fa8b5',
		line: '#30363e',
		soft: '#23282f',
		link: '#7db3ee',
		good: '#5fc398',
		bad: '#f0857c',
		unsure: '#e0b252',
		tint: '#f0857c1c',
		band: '#8d97a5',
		pattern: '#14171b85',
		grid: '#2a3037',
		added: '#173a2c',
		removed: '#46221f',
	},
};
