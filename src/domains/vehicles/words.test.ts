import { describe, expect, test } from 'vitest';
import { technicalFields, type Technical } from './model/technical.ts';
import { technicalValue } from './words.ts';

const read = (data: Technical) => Object.fromEntries(technicalFields.map((field) => [field.letter, technicalValue(data, field)]));

describe('valeurs techniques comme on les lit', () => {
  test('unité, libellé du code, précision de la date ; zéro et absent sont « inconnu »', () => {
    expect(read({ B: { precision: 'month', value: '2019-06' }, G: 2095, 'F.1': 0, 'P.1': 49.9, 'P.3': 'GO', 'J.1': 'ZZZ' })).toMatchObject({
      B: 'juin 2019', G: '2\u202f095\u00a0kg', 'F.1': 'inconnu', 'F.2': 'inconnu', 'P.1': '49,9\u00a0cm³', 'P.3': 'GO\u00a0– Gazole', 'J.1': 'ZZZ', 'D.1': 'inconnu',
    });
  });
});
