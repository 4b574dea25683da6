export { buildServer } from './server.ts';
export { readingAhead, route, routes } from './route.ts';
export { agents, anyOf, apiScope, authorities, citizens, kioskUsers, open, openApi, partners, where, type Who } from './who.ts';
export { file, json, leaveFor, localPath, page, seeOther, unprocessable, type Answer } from './answers.ts';
export { keptData, takeKept } from './kept.ts';
export { HttpFault, conflict, forbidden, invalid, notFound, type FieldError } from './faults.ts';
export type { BookedRoute, Ctx, Handler, RouteLine } from './context.ts';
export type { FaultView, FrameOptions, Purpose } from './frame.ts';
export type { Form, Upload } from './uploads.ts';
