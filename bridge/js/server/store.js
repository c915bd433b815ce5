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
const BitArray = require('prismarine-chunk/src/pc/common/BitArrayNoSpan')

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
    return playable(nbtChunkToPrismarineChunk(nbt.parseUncompressed(zlib.inflateSync(fs.readFileSync(fileOf(key, files.get(key)))))))
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
      fs.writeFileSync(fileOf(key, n), zlib.deflateSync(nbt.writeUncompressed(prismarineChunkToNbt(writable(column), x, z)), { level: 1 }))
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

/** The most bits per block with which a section of a packet may have a palette of its own. */
const PALETTE_BITS = 8

/** A column of which every section has a palette, as on disk; upstream knows no other. In the game one with more than 256 different blocks has none. */
function writable (column) {
  const sections = column.sections.map(section => {
    const { data, capacity } = section.data.data ?? {}
    if (!data || section.data.palette) return section
    const states = Array.from({ length: capacity }, (_, i) => section.data.get(i))
    const palette = [...new Set(states)]
    const places = new Map(palette.map((state, i) => [state, i]))
    const packed = new BitArray({ bitsPerValue: Math.max(4, Math.ceil(Math.log2(palette.length))), capacity })
    states.forEach((state, i) => packed.set(i, places.get(state)))
    return { palette, data: { data: packed } }
  })
  return Object.create(column, { sections: { value: sections } })
}

/** The other way round. */
function playable (column) {
  for (const section of column.sections) {
    if (section.data.palette && section.data.data.bitsPerValue > PALETTE_BITS) section.data = section.data.convertToDirect(column.maxBitsPerBlock)
  }
  return column
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
