'use strict'
/** What happens around a cell that changed: what lost its hold breaks and drops, halves go together, fences, walls and stairs join. */

const { Vec3 } = require('vec3')
const { supported, NORMALS } = require('../support')
const { otherHalf } = require('../halves')
const { joined, looksUp } = require('../joining')

module.exports.server = serv => {
  serv.on('cellChanged', (pos, before, after) => {
    const half = otherHalf(serv, before)
    if (half && serv.states.name(before) !== serv.states.name(after)) {
      const other = pos.offset(...half.offset)
      if (sameBlock(serv.cells.at(other.x, other.y, other.z), half.state)) serv.breakBlock(other, null)
    }
    for (const normal of Object.values(NORMALS)) {
      const beside = new Vec3(pos.x + normal[0], pos.y + normal[1], pos.z + normal[2])
      const state = serv.cells.at(beside.x, beside.y, beside.z)
      if (!state) continue
      if (!supported(serv, state, beside)) serv.breakBlock(beside, null)
      else if (normal[1] === 0 || (normal[1] < 0 && looksUp(serv.states.name(state)))) serv.cells.set(beside, joined(serv, state, beside))
    }
  })

  function sameBlock (a, b) {
    if (a === null || serv.states.name(a) !== serv.states.name(b)) return false
    const [p, q] = [serv.states.properties(a), serv.states.properties(b)]
    return p.half === q.half && p.part === q.part
  }
}
