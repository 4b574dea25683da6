/** The bank's side, which only the server mounts: its pages are JSX, and what plays the journal again must load without. */

export { cardNotifications } from './routes.ts';
export { simulatorPages } from './simulator-page.tsx';
