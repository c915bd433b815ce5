'use strict'
/** Doors, trapdoors and fence gates of wood: opened and closed by use, both halves of a door at once. Iron ones need redstone, which is not there. */

const { heading } = require('../body')
const { otherHalf } = require('../halves')
const { OPPOSITE } = require('../joining')

module.exports.server = serv => {
  for (const { name } of serv.registry.blocksArray) {
    if (/_(door|trapdoor|fence_gate)$/.test(name) && !name.startsWith('iron_')) serv.uses.set(name, toggle)
  }

  function toggle (player, pos, state) {
    const { states, cells } = serv
    const { open, facing } = states.properties(state)
    const change = { open: !open }
    // a gate swings away from who opens it
    if (/_fence_gate$/.test(states.name(state)) && !open && heading(player) === OPPOSITE[facing]) change.facing = heading(player)
    const half = /_door$/.test(states.name(state)) ? otherHalf(serv, state) : null
    cells.set(pos, states.withProperties(state, change))
    const other = half && pos.offset(...half.offset)
    if (other && states.name(cells.at(other.x, other.y, other.z)) === states.name(state)) cells.set(other, states.withProperties(half.state, change))
    return true
  }
}
