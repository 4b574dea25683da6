/** A demonstration that runs for days stays a working office: its day begins again without a restart. Nothing of it exists elsewhere. */
import { seedDay } from '../../db/seeds/day.ts';
import type { App } from '../app.ts';
import type { Tasks } from '../core/jobs/index.ts';

const DAY = 'demo-day';

/** Every hour: what is there already stays, so that a run more changes nothing. */
export const demoCrontab = ({ demo }: Pick<App, 'demo'>): string => (demo ? `  5 * * * * ${DAY} ?max=1\n` : '');

export const demoTasks = ({ demo, world, messages }: Pick<App, 'demo' | 'world' | 'messages'>): Tasks =>
  (demo && messages ? { [DAY]: async () => { await seedDay({ world, messaging: messages }); } } : {});
