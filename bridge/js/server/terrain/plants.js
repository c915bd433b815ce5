'use strict'
/** Grass and flowers on grass blocks in the open. */

const { keyed } = require('../random')
const { cell } = require('./column')

/** Of 1000 free columns: in plains and in woods. */
const PLENTY = [['grass', 150, 60], ['tall_grass', 12, 4], ['fern', 0, 12], ['dandelion', 6, 5], ['poppy', 5, 5], ['oxeye_daisy', 4, 0], ['azure_bluet', 4, 0], ['cornflower', 3, 0], ['lily_of_the_valley', 0, 3]]

/** @returns {(array: Uint16Array, cx: number, cz: number, id: object, ground: (x: number, z: number) => number) => void} */
function plantsOf (seed, relief, named) {
  const kinds = PLENTY.map(([name, plain, wood]) => ({ plain, wood, lower: named(name), upper: name === 'tall_grass' ? named(name, { half: 'upper' }) : null }))
  for (const kind of kinds) if (kind.upper) kind.lower = named('tall_grass', { half: 'lower' })

  return function sprout (array, cx, cz, id, ground) {
    const dice = keyed(seed, 'plants', cx, cz)
    for (let z = 0; z < 16; z++) {
      for (let x = 0; x < 16; x++) {
        let draw = dice() * 1000
        const y = ground(x, z) + 1
        if (array[cell(x, y - 1, z)] !== id.grass_block || array[cell(x, y, z)] !== id.air || array[cell(x, y + 1, z)] !== id.air) continue
        const isWood = relief.isForest(cx * 16 + x, cz * 16 + z)
        const kind = kinds.find(each => (draw -= isWood ? each.wood : each.plain) < 0)
        if (!kind) continue
        array[cell(x, y, z)] = kind.lower
        if (kind.upper) array[cell(x, y + 1, z)] = kind.upper
      }
    }
  }
}

module.exports = { plantsOf }
