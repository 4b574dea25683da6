export function ensureBundled(node: string, force?: boolean): Promise<void>;
export function sourceState(from?: string): string;
