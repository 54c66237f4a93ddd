import {defineConfig} from 'gatequake';

export default defineConfig({gateways: ['./squid.ts']});
