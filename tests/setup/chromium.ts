import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildPublic } from '../../build/css.mjs';
import { launchChromium } from './launch.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** WebSocket address of the run's one Chromium. */
    browser: string;
  }
}

/** One Chromium for the whole run, each test opens its own context in it; and what it fetches, built once: two that build at once would step on each other. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [server] = await Promise.all([launchChromium(join(import.meta.dirname, '../..')), buildPublic()]);
  project.provide('browser', server.wsEndpoint());
  return () => server.close();
}
