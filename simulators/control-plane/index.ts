export { bindings } from './bindings.ts';
