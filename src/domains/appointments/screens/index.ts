/** What pages of several doors show of appointments. Apart from the domain's face, which threads without pages load too. */
export { AppointmentPanel } from './panel.tsx';
export { Times, ToKnow } from './parts.tsx';
