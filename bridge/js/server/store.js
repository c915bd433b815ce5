'use strict'
/**
 * A world's folder: a record of everything but blocks, and a file for each altered column (vanilla's chunk format, zlib-compressed NBT). The record names the
 * columns' files, a written file is never written again, and the record is exchanged in one step: whenever the process ends, the folder holds one whole save.
 */

const fs = require('fs')
const path = require('path')
const zlib = require('zlib')
const nbt = require('prismarine-nbt')
const { chunk } = require('prismarine-provider-anvil')

const RECORD = 'lucidcraft.json'
const FOLDER = 'columns'
/** Of the record; another one is not read. */
const FORMAT = 2

/**
 * @param {string} folder that exists
 * @param registry prismarine-registry of the played version
 */
function storeOf (folder, registry) {
  const { prismarineChunkToNbt, nbtChunkToPrismarineChunk } = chunk(registry)
  let files = new Map() // 'x,z' -> number of the newest whole file
  const fileOf = (key, n) => path.join(folder, FOLDER, `${key.replace(',', '.')}.${n}.nbt`)

  /** The last save, or null; its columns can be loaded from now on. */
  function open () {
    const record = readRecord(folder)
    files = new Map(record?.columns)
    return record
  }

  /** A saved column, or null. */
  function load (x, z) {
    const key = x + ',' + z
    if (!files.has(key)) return null
    return nbtChunkToPrismarineChunk(nbt.parseUncompressed(zlib.inflateSync(fs.readFileSync(fileOf(key, files.get(key))))))
  }

  /**
   * Save all at once: the columns that have changed since, and the record.
   * @param {object} record as JSON
   * @param {[number, number, object][]} columns x, z, column
   */
  function save (record, columns) {
    fs.mkdirSync(path.join(folder, FOLDER), { recursive: true })
    const next = new Map(files)
    const outdated = []
    for (const [x, z, column] of columns) {
      const key = x + ',' + z
      const n = (files.get(key) ?? 0) + 1
      fs.writeFileSync(fileOf(key, n), zlib.deflateSync(nbt.writeUncompressed(prismarineChunkToNbt(column, x, z)), { level: 1 }))
      if (files.has(key)) outdated.push(fileOf(key, files.get(key)))
      next.set(key, n)
    }
    const file = path.join(folder, RECORD)
    fs.writeFileSync(file + '.new', JSON.stringify({ format: FORMAT, ...record, columns: [...next] }))
    fs.renameSync(file + '.new', file) // whole or not at all
    files = next
    for (const old of outdated) fs.rmSync(old, { force: true })
  }

  return { open, load, save }
}

function readRecord (folder) {
  const file = path.join(folder, RECORD)
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : null
}

/**
 * Refuse a folder that holds another world, before anything is written to it.
 * @throws Error with code EWORLD
 */
function checkWorld (folder, seed, terrain) {
  const record = readRecord(folder)
  if (!record) return
  const refused = message => Object.assign(new Error(message), { code: 'EWORLD' })
  if (record.format !== FORMAT) throw refused(`expected a world saved in format ${FORMAT}, found ${record.format ?? 1} in ${folder}: give another folder`)
  if (record.seed === seed && record.terrain === terrain) return
  throw refused(`expected a world of seed ${seed}, ${terrain}, found one of seed ${record.seed}, ${record.terrain} in ${folder}: give that seed, or another folder`)
}

module.exports = { storeOf, checkWorld }
