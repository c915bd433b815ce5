'use strict'
/**
 * Flat terrain, for tests and labs. `flat`: bedrock at -64, stone, dirt from 60, grass at 63; feet at 64.
 * `superflat`: vanilla's "Classic Flat" (Minecraft Wiki, "Superflat"), bedrock at -64, two layers of dirt, grass at -61; feet at -60.
 */

const { columnBuilder, cell, MIN_Y, HEIGHT } = require('./column')

const KINDS = {
  flat: { top: 63, dirt: 60 },
  superflat: { top: -61, dirt: -63 }
}

/** @returns {{ column: () => object, spawn: () => number[], biomeAt: () => string }} */
function flat (registry, kind) {
  const { top, dirt } = KINDS[kind]
  const build = columnBuilder(registry)
  const state = name => registry.blocksByName[name].defaultState
  const states = new Uint16Array(256 * HEIGHT)
  for (let y = MIN_Y; y <= top; y++) {
    const name = y === MIN_Y ? 'bedrock' : y < dirt ? 'stone' : y < top ? 'dirt' : 'grass_block'
    states.fill(state(name), cell(0, y, 0), cell(0, y + 1, 0))
  }
  return { column: () => build(states, [registry.biomesByName.plains.id]), spawn: () => [0, top + 1, 0], biomeAt: () => 'plains' }
}

module.exports = { flat }
