/** The pages of a print job, the same at every door. Apart from the domain's face, which threads without pages load too. */
export { listOf, printJobRoutes } from './routes.tsx';
