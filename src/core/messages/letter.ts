import type { Issuer, Paper } from '../paper/index.ts';
import { storePiece, type PieceStore } from '../pieces/index.ts';
import type { Rendered } from './render.ts';
import type { Adapter } from './send.ts';

export type LetterConfig = {
  readonly issuer: Issuer;
  readonly store: PieceStore;
  /** renderPaper of core/paper: a tagged PDF. */
  readonly print: (paper: Paper) => Promise<Uint8Array>;
  readonly clock: () => Date;
  readonly watermark?: Paper['watermark'];
};

/** A letter: its PDF is written to the piece store and waits in the print queue (state `to_print`) for an agent. */
export function letterAdapter({ issuer, store, print, clock, watermark }: LetterConfig): Adapter {
  return {
    name: 'letter',
    send: async (message) => {
      const paper = letterOf(message, issuer, clock().toISOString());
      const pdf = await print(watermark ? { ...paper, watermark } : paper);
      const { sha256 } = await storePiece(store, Buffer.from(pdf), { filename: 'lettre.pdf' });
      return { state: 'to_print', providerId: `letter:${message.id}`, paper: Buffer.from(sha256, 'hex') };
    },
  };
}

/** The words of a message as a letter in a window envelope; its code in big, its link in full. */
export function letterOf(message: Rendered, issuer: Issuer, issuedAt: string): Paper {
  const paragraphs = (text: string) => ({ type: 'text' as const, paragraphs: [text] });
  return {
    kind: 'letter', language: 'fr-FR', title: `Objet : ${message.subject}`, issuedAt, issuer, recipient: message.to.postal ?? [message.to.name],
    ...(message.code ? { hero: { look: 'code' as const, label: message.code.label, text: message.code.text } } : {}),
    body: [
      paragraphs(`Bonjour ${message.to.name},`),
      ...message.blocks.map((block) => typeof block === 'string' ? paragraphs(block) : { type: 'list' as const, items: block }),
      ...(message.action ? [{ type: 'notice' as const, tone: 'info' as const, title: message.action.label, text: message.action.href }] : []),
      paragraphs('Sans téléphone ni ordinateur, venez à un guichet avec cette lettre : un agent le fera avec vous.'),
    ],
  };
}
