'use strict'
/**
 * The rules of the world as data: rules/<name>.json, with what `overlay` has put over them. Whoever needs a rule asks here, never the file.
 *
 *     const rules = require('./rules')
 *     rules.overlay({ drops: { blocks: { gravel: [{ item: 'flint' }] } } })   // once, before any rule is read
 *     rules('drops').blocks.gravel                                           // [{ item: 'flint' }]
 *
 * An overlay goes file -> partial data. Objects are merged key by key, lists and values are replaced, null takes a key away.
 */

const fs = require('fs')
const path = require('path')

const FOLDER = path.join(__dirname, 'rules')

const read = new Map() // name -> frozen rules
let over = {}

/**
 * The rules of one file, merged and frozen.
 * @param {string} name of the file in rules/, without .json
 */
function rules (name) {
  if (!read.has(name)) read.set(name, frozen(merged(JSON.parse(fs.readFileSync(path.join(FOLDER, name + '.json'), 'utf8')), over[name] ?? {})))
  return read.get(name)
}

/** The names of all files of rules. */
rules.names = () => fs.readdirSync(FOLDER).filter(file => file.endsWith('.json')).map(file => file.slice(0, -5)).sort()

/**
 * Alter the world. Only before the first rule was read: afterwards parts of the server would hold to the old ones.
 * @param {Record<string, object>} changes file -> partial data
 * @throws Error with code ERULES when there is no such file, or it is too late
 */
rules.overlay = changes => {
  const names = rules.names()
  for (const [name, change] of Object.entries(changes)) {
    if (!names.includes(name)) throw refused(`expected one of ${names.join(', ')}, found ${name}`)
    if (!plain(change)) throw refused(`${name}: expected an object, found ${JSON.stringify(change)}`)
    if (read.has(name)) throw refused(`${name}: expected to be altered before it is read`)
  }
  over = structuredClone(changes)
}

const refused = message => Object.assign(new Error(message), { code: 'ERULES' })

const plain = value => value !== null && typeof value === 'object' && !Array.isArray(value)

function merged (base, change) {
  if (!plain(base) || !plain(change)) return change
  const out = { ...base }
  for (const [key, value] of Object.entries(change)) {
    if (value === null) delete out[key]
    else out[key] = merged(base[key], value)
  }
  return out
}

function frozen (value) {
  if (value !== null && typeof value === 'object') Object.values(value).forEach(frozen)
  return Object.freeze(value)
}

module.exports = rules
