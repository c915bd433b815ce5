'use strict'
/**
 * From a plain array of block states to the chunk column that the protocol sends: palettes, biomes, sky light.
 * Setting 100,000 blocks one by one through prismarine-chunk takes 40 ms; this takes 3.
 */

const MIN_Y = -64
const HEIGHT = 384
const SECTION = 4096

/** Index of a cell in a column's array: x and z 0-15, y in the world (-64 to 319). */
const cell = (x, y, z) => ((y - MIN_Y) << 8) | (z << 4) | x

/**
 * @param registry prismarine-registry of the played version
 * @returns {(states: Uint16Array, biomes: number[]) => object}
 *   makes a chunk column of 16 * 16 * 384 block states, and of the biomes of its 4 x 4 squares of 4 x 4, row by row (one: everywhere)
 */
function columnBuilder (registry) {
  const Chunk = require('prismarine-chunk')(registry)
  const Section = Chunk.section
  const Biomes = new Chunk().biomes[0].constructor
  const BitArray = require('prismarine-chunk/src/pc/common/BitArrayNoSpan')
  const { IndirectPaletteContainer } = require('prismarine-chunk/src/pc/common/PaletteContainer')
  const opacity = opacityTable(registry)
  const local = new Uint16Array(SECTION)
  const places = new Uint16Array(0x10000) // state -> its place in the palette, if that holds it

  function section (states, from) {
    const palette = [states[from]]
    let last = palette[0]
    let index = places[last] = 0
    let solid = 0
    for (let i = 0; i < SECTION; i++) {
      const state = states[from + i]
      if (state !== last) { // blocks come in runs
        last = state
        index = places[state]
        if (palette[index] !== state) index = places[state] = palette.push(state) - 1
      }
      local[i] = index
      if (state !== 0) solid++
    }
    if (palette.length === 1) return Section.fromLocalPalette({ palette })
    const bits = Math.max(4, 32 - Math.clz32(palette.length - 1))
    return new Section({ data: new IndirectPaletteContainer({ palette, data: packed(local, bits) }), solidBlockCount: solid })
  }

  function packed (values, bits) {
    const array = new BitArray({ bitsPerValue: bits, capacity: SECTION })
    if (bits === 4) nibbles(values, array.data)
    else longs(values, bits, array.data)
    return array
  }

  /** The same biomes from the bottom to the top. */
  function biomeSections (given) {
    const palette = [...new Set(given)].slice(0, 8)
    if (palette.length === 1) return () => Biomes.fromLocalPalette({ palette })
    const bits = 32 - Math.clz32(palette.length - 1)
    const indexes = given.map(biome => Math.max(0, palette.indexOf(biome)))
    return () => {
      const data = new BitArray({ bitsPerValue: bits, capacity: 64 })
      for (let i = 0; i < 64; i++) data.set(i, indexes[i & 15])
      return Biomes.fromLocalPalette({ palette: [...palette], data })
    }
  }

  return function build (states, biomesOfSquares) {
    const biomeSection = biomeSections(biomesOfSquares)
    const light = skyLight(states, opacity)
    const sections = []
    const biomes = []
    const skyLightSections = [null] // the first and the last one lie outside the world
    for (let from = 0; from < states.length; from += SECTION) {
      sections.push(section(states, from))
      biomes.push(biomeSection())
      const array = new BitArray({ bitsPerValue: 4, capacity: SECTION })
      nibbles(light.subarray(from, from + SECTION), array.data)
      skyLightSections.push(array)
    }
    skyLightSections.push(null)
    const column = new Chunk({ minY: MIN_Y, worldHeight: HEIGHT, sections, biomes, skyLightSections })
    for (let i = 1; i <= sections.length; i++) column.skyLightMask.set(i, 1)
    return column
  }
}

/** Values of 0 to 15, eight in each number of 32 bits. */
function nibbles (values, out) {
  for (let i = 0, j = 0; j < out.length; i += 8, j++) {
    out[j] = values[i] | values[i + 1] << 4 | values[i + 2] << 8 | values[i + 3] << 12 |
      values[i + 4] << 16 | values[i + 5] << 20 | values[i + 6] << 24 | values[i + 7] << 28
  }
}

/** Values of `bits` bits each, as many as fit in a long, that is two numbers of 32 bits, the lower one first. */
function longs (values, bits, out) {
  const each = Math.floor(64 / bits)
  for (let i = 0, j = 0; i < values.length; i += each, j += 2) {
    for (let k = 0, at = 0; k < each && i + k < values.length; k++, at += bits) {
      const value = values[i + k]
      if (at < 32) {
        out[j] |= value << at
        if (at + bits > 32) out[j + 1] |= value >>> (32 - at)
      } else out[j + 1] |= value << (at - 32)
    }
  }
}

/** How much light a block state takes away: 0 (air, plants), 1 (water, leaves) or 15. */
function opacityTable (registry) {
  const table = new Uint8Array(registry.blocksArray[registry.blocksArray.length - 1].maxStateId + 1).fill(15)
  for (const block of registry.blocksArray) {
    const level = Math.min(15, block.filterLight ?? (block.transparent ? 0 : 15))
    table.fill(level, block.minStateId, block.maxStateId + 1)
  }
  return table
}

/**
 * Sky light by the game's rule: 15 straight down from the sky through what is clear, then one less per step in any direction
 * (and less by what the block takes). Within the column only: light that would come in from the side across a border is left out.
 */
function skyLight (states, opacity) {
  const light = new Uint8Array(states.length)
  let top = states.length - 1 // the highest cell that is not air
  while (top > 0 && states[top] === 0) top--
  const clear = (top | 255) + 1
  light.fill(15, clear)
  let lowest = clear
  for (let xz = 0; xz < 256; xz++) {
    let level = 15
    let i = clear - 256 + xz
    for (; i >= 0 && level > 0; i -= 256) {
      const taken = opacity[states[i]]
      level = level === 15 && taken === 0 ? 15 : Math.max(0, level - Math.max(1, taken))
      light[i] = level
    }
    lowest = Math.min(lowest, i + 256)
  }
  const open = []
  for (let i = Math.max(0, lowest); i < clear; i++) if (light[i] > 1 && dimmerBeside(i, light)) open.push(i)
  while (open.length) {
    const at = open.pop()
    for (const to of neighbours(at, states.length)) {
      const level = light[at] - Math.max(1, opacity[states[to]])
      if (level > light[to]) {
        light[to] = level
        open.push(to)
      }
    }
  }
  return light
}

function dimmerBeside (at, light) {
  const level = light[at] - 1
  const x = at & 15
  const z = (at >> 4) & 15
  return (x > 0 && light[at - 1] < level) || (x < 15 && light[at + 1] < level) ||
    (z > 0 && light[at - 16] < level) || (z < 15 && light[at + 16] < level) || (at >= 256 && light[at - 256] < level)
}

function neighbours (at, length) {
  const out = []
  if ((at & 15) > 0) out.push(at - 1)
  if ((at & 15) < 15) out.push(at + 1)
  if (((at >> 4) & 15) > 0) out.push(at - 16)
  if (((at >> 4) & 15) < 15) out.push(at + 16)
  if (at >= 256) out.push(at - 256)
  if (at + 256 < length) out.push(at + 256)
  return out
}

module.exports = { columnBuilder, cell, MIN_Y, HEIGHT }
