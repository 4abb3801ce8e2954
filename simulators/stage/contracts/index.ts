export { serveProvider } from './serve.ts';
