import {defineConfig} from 'gatequake';

export default defineConfig({
	expectations: ['./calm-tail.ts'],
	upstreams: ['./words.ts'],
	run: {scenarios: ['./closed-for-maintenance.ts']},
});
