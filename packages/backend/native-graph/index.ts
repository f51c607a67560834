export { compileNetwork } from './compile-network';
