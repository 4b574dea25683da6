import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import { BlockerPanel } from './blocker-panel.tsx';
import { renderErrorPage } from './error-page.tsx';
import { THREE_BLOCKERS } from './gallery-data.ts';
import { FeeTable } from './fee-table.tsx';
import { Pagination } from './pagination.tsx';
import { PlateBadge } from './plate.tsx';
import { renderPage, type PageProps } from './page.tsx';
import { WhenAsked } from './demarche/index.ts';
import { DateFr, MoneyF } from './values.tsx';

const words = (node: VNode) => renderToString(node).replace(/<[^>]+>/g, '').replace(/[\u00a0\u202f]/g, ' ');
const door: PageProps['door'] = { id: 'citizen', name: 'Usager', home: '/usager' };

describe('un refus n’est jamais nu', () => {
  test('chaque blocage dit le fait, le texte, qui le lève et comment', () => {
    const html = renderToString(<BlockerPanel blockers={THREE_BLOCKERS} what="la vente" />);
    expect(html).toContain('3 points bloquent la vente');
    for (const { message, law, clearedBy, code } of THREE_BLOCKERS) for (const part of [message, law.reference, clearedBy.who, clearedBy.how, code]) expect(html).toContain(part);
  });

  test('une page 409 montre les blocages, une page 500 une référence et pas de jargon', () => {
    const page = { demo: false, door, requestId: 'REF-1', detail: 'Le service n’a pas pu répondre.' };
    expect(renderErrorPage({ ...page, status: 409, title: 'Impossible', blockers: THREE_BLOCKERS })).toContain('sitt-blocker__what');
    const broken = renderErrorPage({ ...page, status: 500, title: 'Une erreur est survenue' });
    expect(broken).toContain('REF-1');
    expect(broken).not.toMatch(/undefined|null|Error:/);
  });
});

test('une plaque se lit comme sur le véhicule ; une série inconnue reste telle quelle', () => {
  expect(words(<PlateBadge plate="412345NC" />)).toBe('412 345 NC');
  expect(words(<PlateBadge plate=" 98112 nc" />)).toBe('98 112 NC');
  expect(words(<PlateBadge plate="W 12-A" />)).toBe('W 12-A');
});

test('les montants et les dates se lisent en français, avec leur précision', () => {
  expect(words(<MoneyF amount={1234567} />)).toBe('1 234 567 F');
  expect(['2026-03-01', '1971-03', '1948~', 'illisible'].map((date) => words(<DateFr date={date} />))).toEqual(['1er mars 2026', 'mars 1971', 'vers 1948', 'illisible']);
});

test('un montant sans texte est signalé, ligne et note', () => {
  const lines = (toConfirm: boolean) => words(<FeeTable total={500} lines={[{ label: 'Duplicata', amount: 500, toConfirm }]} />);
  expect(lines(true)).toMatch(/à confirmer.*ne peut être encaissé en service réel/);
  expect(lines(false)).not.toContain('confirmer');
});

test('une longue liste montre la première page, les voisines et la dernière', () => {
  expect(words(<Pagination page={6} pages={42} href={(page) => `?page=${page}`} />)).toContain('1…567…42');
  expect(renderToString(<Pagination page={1} pages={1} href={String} />)).toBe('');
});

test('une page de démonstration le dit ; une page vraie ne le dit pas ; un nom ne devient pas du HTML', () => {
  const user = { name: 'Éloi <b onclick=x>Tidjine</b>', logoutHref: '/sortir' };
  const page = (demo: boolean) => renderPage({ title: '<i>Titre</i>', door, user, demo, children: 'Bonjour' });
  expect(page(true)).toContain('personnes et véhicules inventés');
  expect(page(false)).not.toContain('inventés');
  expect(page(true)).not.toMatch(/<b onclick|<i>/);
  expect(page(true)).toMatch(/^<!doctype html><html lang="fr">/);
});

test('un titre ne reste pas au-dessus de questions que rien n’a encore ouvertes', () => {
  const brakes = { path: 'brakes.service', keys: ['brakes', 'service'], control: 'number', label: 'Frein de service', required: true, shown: [{ path: 'what', values: ['brakes'] }] } as const;
  const said = (what: string) => renderToString(<WhenAsked fields={[brakes]} flat={{ what }}><h2>Freinage</h2></WhenAsked>);
  expect([said('day'), said('brakes')].map((html) => / hidden[ =>]/.test(html))).toEqual([true, false]);
  expect(renderToString(<WhenAsked fields={[brakes, { ...brakes, shown: [] }]} flat={{ what: 'day' }}><h2>Freinage</h2></WhenAsked>)).toBe('<h2>Freinage</h2>');
});
