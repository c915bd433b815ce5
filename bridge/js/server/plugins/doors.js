'use strict'
/** Doors, trapdoors and fence gates of wood: opened and closed by use. Iron ones need redstone. */

const { heading } = require('../body')
const { otherHalf } = require('../halves')

module.exports.server = serv => {
  for (const { name } of serv.registry.blocksArray) {
    if (/_(door|trapdoor|fence_gate)$/.test(name) && !name.startsWith('iron_')) serv.uses.set(name, toggle)
  }

  function toggle (player, pos, state) {
    const { open, facing } = serv.states.properties(state)
    const change = { open: !open }
    // a gate swings away from who opens it
    if (/_fence_gate$/.test(serv.states.name(state)) && !open && heading(player) === OPPOSITE[facing]) change.facing = heading(player)
    const half = otherHalf(serv, state)
    serv.cells.set(pos, serv.states.withProperties(state, change))
    if (half) serv.cells.set(pos.offset(...half.offset), serv.states.withProperties(half.state, change))
    return true
  }
}

const OPPOSITE = { north: 'south', south: 'north', west: 'east', east: 'west' }
