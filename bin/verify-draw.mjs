#!/usr/bin/env node
// Does a published draw again, on any machine with Node 20 or later, without network and without the rest of SITT.
// It shares no line with the program that draws (src/domains/appointments/lottery.ts): two readings of
// docs/decisions/0022 have to agree.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { text as readAll } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'

const USAGE = `Usage : node verify-draw.mjs TIRAGE [NUMÉRO]

  TIRAGE  le fichier tirage.json de la page du tirage, ou « - » pour le lire sur l’entrée standard
  NUMÉRO  le vôtre : son rang et sa place sont dits

Exemple : curl -s https://…/rendez-vous/tirages/ID/tirage.json | node verify-draw.mjs - K7QM-2X9D-C
Sortie  : 0 le tirage est celui qui devait être, 1 il ne l’est pas, 2 impossible de vérifier (pas encore tiré)`

const sha = (text) => createHash('sha256').update(text, 'utf8').digest('hex')
const ascending = (a, b) => (a < b ? -1 : a > b ? 1 : 0)

/** @returns {string[]} what is wrong, in French; empty when all is as it must be */
export function faultsOf(published) {
  const { share, entries, places, list, commitment, digest, secret, seed, order, withdrawn, given } = published
  const faults = []
  if (new Set(entries.map((one) => one.ticket)).size !== entries.length) faults.push('un numéro est deux fois dans la liste')
  const lines = [`priorites;${share}`]
  lines.push(...entries.map((e) => ['demande', e.ticket, e.priority ? '1' : '0', e.from, e.to].join(';')).sort(ascending))
  lines.push(...places.map((p) => ['place', p.start, p.resource, p.place, p.day].join(';')).sort(ascending))
  if (lines.join('\n') !== list) faults.push('la liste écrite n’est pas celle des demandes et des places')
  if (sha(list) !== digest) faults.push('l’empreinte de la liste est fausse')
  if (sha(secret) !== commitment) faults.push('le secret n’est pas celui dont l’empreinte était publiée avant les demandes')
  if (sha(`${secret}:${digest}`) !== seed) faults.push('la graine n’est pas celle du secret et de la liste')

  const ranked = entries.map((e) => [sha(`${seed}:${e.ticket}`), e]).sort(([a], [b]) => ascending(a, b)).map(([, e]) => e)
  let front = Math.floor((places.length * share) / 100)
  const ahead = []
  const behind = []
  for (const e of ranked) {
    if (e.priority && front > 0) {
      front -= 1
      ahead.push(e)
    } else behind.push(e)
  }
  const right = [...ahead, ...behind]
  if (right.map((e) => e.ticket).join() !== order.join()) faults.push('l’ordre n’est pas celui de la graine')

  const left = new Set(places.keys())
  for (const e of right) {
    const mine = withdrawn.includes(e.ticket) ? undefined : [...left].find((index) => e.from <= places[index].day && places[index].day <= e.to)
    if (mine !== undefined) left.delete(mine)
    if (mine !== given[e.ticket]) faults.push(`la place de ${e.ticket} n’est pas celle qui lui revient`)
  }
  const rows = places.map((p) => `${p.start} ${p.resource} ${String(p.place).padStart(4, '0')}`)
  if (rows.join() !== [...rows].sort(ascending).join()) faults.push('les places ne sont pas dans l’ordre des heures')
  return faults
}

async function main([source, ticket]) {
  if (!source || source === '--help') {
    console.log(USAGE)
    return 2
  }
  const published = JSON.parse(source === '-' ? await readAll(process.stdin) : readFileSync(source, 'utf8'))
  const whole = ['commitment', 'digest', 'list', 'seed'].every((name) => typeof published?.[name] === 'string') && ['entries', 'places', 'order', 'withdrawn'].every((name) => Array.isArray(published[name])) && published.given
  if (!published?.commitment || (published.secret && !whole)) throw new Error('ce fichier n’est pas le tirage.json d’un tirage')
  if (!published.secret) {
    console.log(published.digest ? 'La liste est arrêtée, le tirage n’est pas encore fait.' : 'Les demandes ne sont pas encore closes.')
    return 2
  }
  const faults = faultsOf(published)
  for (const fault of faults) console.log(`FAUX : ${fault}`)
  if (!faults.length) console.log(`Juste : ${published.order.length} demandes, ${published.places.length} places, même ordre et mêmes places.`)
  console.log(`À comparer avec ce que vous aviez noté avant le tirage :\n  Empreinte du secret : ${published.commitment}\n  Empreinte de la liste : ${published.digest}`)
  if (ticket) {
    const rank = published.order.indexOf(ticket.toUpperCase())
    const place = published.places[published.given[ticket.toUpperCase()]]
    console.log(rank < 0 ? `${ticket} n’est pas dans la liste.` : `${ticket} : rang ${rank + 1}, ${place ? `place du ${place.start}` : 'en attente'}.`)
  }
  return faults.length ? 1 : 0
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(process.argv.slice(2)).then((code) => { process.exitCode = code }, (error) => {
    console.error(`Impossible de lire ce tirage : ${error.message}`)
    process.exitCode = 2
  })
}
