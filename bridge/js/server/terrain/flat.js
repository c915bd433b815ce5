'use strict'
/** Flat terrain, for tests and labs: bedrock at -64, stone, dirt from 60, grass at 63; feet at 64. */

const { columnBuilder, cell, MIN_Y, HEIGHT } = require('./column')

const TOP = 63

/** @returns {{ column: () => object, spawn: () => number[] }} */
function flat (registry) {
  const build = columnBuilder(registry)
  const state = name => registry.blocksByName[name].defaultState
  const states = new Uint16Array(256 * HEIGHT)
  for (let y = MIN_Y; y <= TOP; y++) {
    const name = y === MIN_Y ? 'bedrock' : y < 60 ? 'stone' : y < TOP ? 'dirt' : 'grass_block'
    states.fill(state(name), cell(0, y, 0), cell(0, y + 1, 0))
  }
  return { column: () => build(states, registry.biomesByName.plains.id), spawn: () => [0, TOP + 1, 0] }
}

module.exports = { flat }
