/** Public names of dress-rehearsal/simulators: the clients, and ports for them in the real world. */
export { Daemon, type DaemonOptions, MachineDisk } from './daemon/index.ts';
export {
  Chat,
  type ChatMessage,
  type ChatOptions,
  type ChatState,
  Frontend,
  type FrontendOptions,
  PhasePanel,
} from './frontend/index.ts';
export type { Answer, Call, Clock, Journal, Link, Ports, Random, Socket, SocketHandlers } from './ports.ts';
export { type TcpOptions, type TcpPorts, tcpPorts } from './stage/tcp/index.ts';
export { VmAgent, type VmAgentOptions } from './vm-agent/index.ts';
