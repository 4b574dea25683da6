export function runServer(node: string, command: string, args?: string[], env?: Record<string, string>): Promise<number>;
export function watchServer(node: string): Promise<number>;
export function afterChange(first: string): (now: string) => boolean;
