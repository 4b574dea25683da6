export { coverOn, namedCover, type CoverFact, type CoverStanding } from './cover.ts';
