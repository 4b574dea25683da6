import { act, type Author, type Facet, type RecordedAct, type SubjectRef } from '../../src/core/act/types.ts';
import { fromCounter, fromPool } from '../../src/core/act/draws.ts';
import { Facets } from '../../src/core/act/facets.ts';
import type { Decision, PerformCommand } from '../../src/core/act/perform.ts';
import { uuid } from '../../src/core/values/ids.ts';

/** A domain of nothing but boxes, small enough to see the journal through it. */
export type Item = { name: string; from: string; to: string | null };
export type Content = { label: string | null; owner: string | null; items: Item[]; receipts: string[] };
export type BoxAct =
  | { kind: 'box.opened'; payload: { label: string } }
  | { kind: 'box.put'; payload: { item: string; receipt?: string } }
  | { kind: 'box.taken'; payload: { item: string } }
  | { kind: 'box.corrected'; payload: { items: Item[] } }
  | { kind: 'box.moved'; payload: { item: string; from: string; to: string } };

export const content: Facet<Content, BoxAct> = {
  name: 'content',
  subject: 'box',
  initial: { label: null, owner: null, items: [], receipts: [] },
  evolve(state, recorded, id) {
    switch (recorded.kind) {
      case 'box.opened':
        return { ...state, label: recorded.payload.label, owner: (recorded.private['owner'] as string | null | undefined) ?? null };
      case 'box.put': {
        const { item, receipt } = recorded.payload;
        return { ...put(state, item, recorded.effectiveAt), receipts: receipt ? [...state.receipts, receipt] : state.receipts };
      }
      case 'box.taken':
        return take(state, recorded.payload.item, recorded.effectiveAt);
      case 'box.corrected':
        return { ...state, items: recorded.payload.items };
      case 'box.moved':
        return recorded.payload.from === id
          ? take(state, recorded.payload.item, recorded.effectiveAt)
          : put(state, recorded.payload.item, recorded.effectiveAt);
      default:
        return state;
    }
  },
  slice: (state, at) => ({ ...state, items: state.items.filter((item) => item.from <= at && (item.to === null || at < item.to)) }),
};

function put(state: Content, name: string, from: string): Content {
  return { ...state, items: [...state.items, { name, from, to: null }] };
}

function take(state: Content, name: string, to: string): Content {
  const index = state.items.findIndex((item) => item.name === name && item.to === null);
  return { ...state, items: state.items.map((item, i) => (i === index ? { ...item, to } : item)) };
}

export const boxFacets = (): Facets => new Facets([content]);
export const PERSON: Author = { kind: 'authority', agentId: '00000000-0000-7000-8000-00000000a9e7', basis: 'essai' };
const JUDGED = '2026-03-02';

type Command = PerformCommand<{ label: string; id: string } | { item: string } | { blocked: string }>;

/** Opens a box: its label comes out of the pool `labels`, its owner stays private. */
export function open(requestId: string, options: { key?: string; owner?: string; id?: string } = {}): Command {
  return {
    requestId,
    author: PERSON,
    judgedOn: JUDGED,
    subjects: [],
    decide: ({ newId }) => {
      const subject: SubjectRef = { kind: 'box', id: options.id ?? newId('box'), fresh: true };
      return Promise.resolve({
        acts: [
          act({
            kind: 'box.opened',
            payload: { label: fromPool('labels') },
            subjects: [subject],
            private: [{ class: 'identity', name: 'owner', content: options.owner ?? 'Personne Inventée' }],
          }),
        ],
        ...(options.key ? { keys: [{ subject, key: options.key }] } : {}),
        result: { label: fromPool('labels'), id: subject.id },
      });
    },
  };
}

/** Puts an item in, against a receipt of the gapless counter `desk`. */
export function putIn(
  requestId: string,
  box: SubjectRef,
  item: string,
  options: { effectiveAt?: string; receipt?: boolean } = {},
): Command {
  const payload: BoxAct = { kind: 'box.put', payload: options.receipt === false ? { item } : { item, receipt: fromCounter('desk') } };
  return simple(requestId, [box], payload, { item }, options.effectiveAt);
}

export function takeOut(requestId: string, box: SubjectRef, item: string, effectiveAt?: string): Command {
  return simple(requestId, [box], { kind: 'box.taken', payload: { item } }, { item }, effectiveAt);
}

export function move(requestId: string, from: SubjectRef, to: SubjectRef, item: string): Command {
  return simple(requestId, [from, to], { kind: 'box.moved', payload: { item, from: from.id, to: to.id } }, { item });
}

export function correct(requestId: string, box: SubjectRef, items: Item[], cites: string[]): Command {
  return {
    requestId,
    author: PERSON,
    judgedOn: JUDGED,
    subjects: [box],
    decide: () => decided({ acts: [act({ kind: 'box.corrected', payload: { items }, subjects: [box], cites })], result: { item: '' } }),
  };
}

function simple(
  requestId: string,
  subjects: SubjectRef[],
  { kind, payload }: BoxAct,
  result: { item: string },
  effectiveAt?: string,
): Command {
  return {
    requestId,
    author: PERSON,
    judgedOn: JUDGED,
    subjects,
    decide: () => decided({ acts: [act({ kind, payload, subjects, ...(effectiveAt ? { effectiveAt } : {}) })], result }),
  };
}

function decided(decision: Decision<{ item: string }>): Promise<Decision<{ item: string }>> {
  return Promise.resolve(decision);
}

export const request = (): string => uuid();
export type BoxRecorded = RecordedAct;
