/** What pages of several doors show of registrations. Apart from the domain's face, which threads without pages load too. */
export { FleetTable } from './fleet.tsx';
export { PrintChoice, PrintJobs } from './printing.tsx';
