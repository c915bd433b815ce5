'use strict'
/**
 * The lie of the land: heights, biomes, beaches, woods and cave mouths, as functions of x and z. Heights follow the climate, never the name of a biome:
 * so they are smooth across its borders.
 */

const { noise2, mixed, smooth } = require('./noise')

/** The highest cell that seas, rivers and lakes fill. */
const SEA = 62
/** Beds of seas and rivers. */
const DEEP = 46
const BED = 58

/**
 * @param {number} seed
 * @returns heights and kinds of places; x and z are world columns
 */
function reliefOf (seed) {
  const noise = purpose => noise2(seed, purpose)
  const hills = ['hills-1', 'hills-2', 'hills-3'].map(noise)
  const [land, rough, bumps, woods, glades, birches, mouths, shores] = ['land', 'rough', 'bumps', 'woods', 'glades', 'birches', 'mouths', 'shores'].map(noise)
  const [warmth, weather, seas, rivers, crags] = ['warmth', 'weather', 'seas', 'rivers', 'crags'].map(noise)

  /** About -1 (cold) to 1 (hot). */
  const warm = (x, z) => warmth(x / 480, z / 480) + 0.08 * weather(x / 60, z / 60)
  /** 0 (land) to 1 (the open sea). */
  const sea = (x, z) => smooth(0.25, 0.6, seas(x / 540, z / 540))
  /** 0 to 1 (the middle of mountains). */
  const peak = (x, z) => smooth(0.23, 0.73, rough(x / 310, z / 310))

  /** The y of the highest solid cell: about 40 to 170. */
  function height (x, z) {
    const r = rough(x / 310, z / 310)
    const high = smooth(0.23, 0.73, r)
    const big = hills[0](x / 105, z / 105)
    const bump = bumps(x / 11, z / 11)
    const flat = smooth(0.2, 0.45, warmth(x / 480, z / 480)) // deserts are dunes
    const steep = (2.5 + 27 * smooth(0, 0.7, r)) * (1 - 0.6 * flat * (1 - high)) // plains, up to steep hills
    const shape = 0.9 * big + 0.5 * hills[1](x / 43, z / 43) + 0.26 * hills[2](x / 17, z / 17)
    let y = 66.5 + 7 * land(x / 420, z / 420) + 2 * flat + steep * (shape + 0.25 * smooth(0.2, 0.9, r)) + 0.9 * bump + high * (30 + 26 * big)
    if (y < SEA) y = SEA - (SEA - y) * 0.5 // lakes are shallower than hills are high
    const open = sea(x, z)
    const stream = (1 - smooth(0.012, 0.085, Math.abs(rivers(x / 430, z / 430)))) * (1 - high) * (1 - open)
    if (y > BED) y = mixed(y, BED + 0.6 * bump, stream)
    return Math.floor(mixed(y, DEEP + 4 * shape + bump, open))
  }

  /** 0 (open land) to 1 (dense wood). */
  function wood (x, z) {
    return smooth(-0.12, 0.28, woods(x / 210, z / 210)) * glade(x, z)
  }

  const glade = (x, z) => smooth(-0.75, -0.1, glades(x / 37, z / 37))

  /** Low ground beside a water. `at`: where heights are known already, up to 3 blocks around. */
  function isBeach (x, z, y, at = height) {
    return y <= SEA + 2 && (at(x, z) < SEA || at(x + 3, z) < SEA || at(x - 3, z) < SEA || at(x, z + 3) < SEA || at(x, z - 3) < SEA)
  }

  /** The name of the biome of a column. @param {number} [y] its height, if it is known */
  function biome (x, z, y = height(x, z), at = height) {
    if (y < SEA) return sea(x, z) > 0.1 ? 'ocean' : 'river'
    if (isBeach(x, z, y, at)) return 'beach'
    if (peak(x, z) > 0.3) return 'windswept_hills'
    const t = warm(x, z)
    if (t > 0.36) return 'desert'
    if (t < -0.3) return 'taiga'
    if (woods(x / 210, z / 210) < 0.05) return 'plains'
    return birches(x / 160, z / 160) > 0.3 ? 'birch_forest' : 'forest'
  }

  return {
    height,
    biome,
    isBeach,
    wood,
    /** How densely the trees of a biome stand, 0 to 1. */
    cover: (x, z, name) => name === 'taiga' ? Math.max(0.25, smooth(-0.5, 0.1, woods(x / 210, z / 210))) * glade(x, z) : wood(x, z),
    /** Mountains are bare where it is high, and in patches. */
    isBare: (x, z, y) => y + 22 * crags(x / 23, z / 23) > 112,
    /** Patches of loose stone on mountains, and what lies under water: -1 to 1. */
    shore: (x, z) => shores(x / 19, z / 19),
    /** Where caves may break the surface. */
    isMouth: (x, z) => mouths(x / 45, z / 45) > 0.62
  }
}

module.exports = { reliefOf, SEA }
