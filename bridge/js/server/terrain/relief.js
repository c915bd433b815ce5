'use strict'
/** The lie of the land: heights, lakes, beaches, woods and cave mouths, as functions of x and z. */

const { noise2, smooth } = require('./noise')

/** The highest cell that lakes fill. */
const SEA = 62

/**
 * @param {number} seed
 * @returns heights and kinds of places; x and z are world columns
 */
function reliefOf (seed) {
  const land = noise2(seed, 'land')
  const rough = noise2(seed, 'rough')
  const hills = ['hills-1', 'hills-2', 'hills-3'].map(purpose => noise2(seed, purpose))
  const bumps = noise2(seed, 'bumps')
  const woods = noise2(seed, 'woods')
  const glades = noise2(seed, 'glades')
  const birches = noise2(seed, 'birches')
  const mouths = noise2(seed, 'mouths')
  const shores = noise2(seed, 'shores')

  /** The y of the highest solid cell: about 44 to 125. */
  function height (x, z) {
    const steep = 2.5 + 27 * smooth(0, 0.7, rough(x / 310, z / 310)) // plains, up to steep hills
    const shape = 0.9 * hills[0](x / 105, z / 105) + 0.5 * hills[1](x / 43, z / 43) + 0.26 * hills[2](x / 17, z / 17)
    const y = 66.5 + 7 * land(x / 420, z / 420) + steep * (shape + 0.25 * smooth(0.2, 0.9, rough(x / 310, z / 310))) + 0.9 * bumps(x / 11, z / 11)
    return Math.floor(y < SEA ? SEA - (SEA - y) * 0.5 : y) // lakes are shallower than hills are high
  }

  /** 0 (plain) to 1 (dense forest). */
  function wood (x, z) {
    return smooth(-0.12, 0.28, woods(x / 210, z / 210)) * smooth(-0.75, -0.1, glades(x / 37, z / 37))
  }

  /** Sand: low ground beside a lake. */
  function isBeach (x, z, y) {
    return y <= SEA + 2 && [[3, 0], [-3, 0], [0, 3], [0, -3], [0, 0]].some(([dx, dz]) => height(x + dx, z + dz) < SEA)
  }

  return {
    height,
    isBeach,
    wood,
    isForest: (x, z) => wood(x, z) > 0.4,
    isBirchWood: (x, z) => birches(x / 160, z / 160) > 0.32,
    /** Where caves may break the surface. */
    isMouth: (x, z) => mouths(x / 45, z / 45) > 0.62,
    /** What lies under water: -1 to 1. */
    shore: (x, z) => shores(x / 19, z / 19)
  }
}

module.exports = { reliefOf, SEA }
