import { Agent, type AgentOptions } from 'node:https';

/**
 * An agent for https that ends the connection to a proxy which does not open a tunnel. Node's own keeps it open after any answer but 200, where
 * nobody can close it any more: with a proxy that leaves it open as well, a run of many attempts would gather them.
 */
export function tunnelAgent(options: AgentOptions): Agent {
  const agent = new Agent(options);
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (target, callback) => {
    const socket = connect(target, (error, ready) => {
      if (error) socket?.destroy();
      callback?.(error, ready);
    });
    return socket;
  };
  return agent;
}
