'use strict'
/** Plant `item` into the free cell `pos`, walking within reach first. `known.block`: what it becomes, null if nothing grows of it (bridge/knowledge.py). */

const { clickOn, comeNear, holds, knownKind, below, plus, NEIGHBOURS } = require('./place')
const { hold, carried } = require('../hand')
const { interactive } = require('../blocks')
const { ANSWER } = require('../windows')
const { UNKNOWN } = require('../sight')
const { failed } = require('../stop')

/** What grows at the side of a block; all else stands on one. */
const BESIDE = 'cocoa'

/** What is clicked on: { at, number, way }; undefined when there is nothing. */
function ground (session, pos, block) {
  if (block === BESIDE) {
    return NEIGHBOURS.slice(1, 5).map(([way, number]) => ({ at: plus(pos, way), number, way }))
      .filter(({ at }) => holds(session, at)).sort((a, b) => wooden(session, b.at) - wooden(session, a.at))[0]
  }
  const at = below(pos)
  const state = session.sight.stateAt(...at)
  return state !== UNKNOWN && session.nameOf(state) !== 'air' ? { at, number: 1, way: [0, -1, 0] } : undefined
}

const wooden = (session, at) => Number(/_(log|wood)$/.test(session.nameOf(session.sight.stateAt(...at))))

module.exports = {
  footprint: ({ pos }) => [pos],
  async run (session, { item: name, pos, known: { block } }) {
    const { bot, terrain } = session
    if (block === null) throw failed('refused', `${name} is not planted`)
    const item = carried(bot).find(item => item.name === name)
    if (!item) throw failed('no_item', `needs 1 ${name}, has 0`)
    const there = session.nameOf(knownKind(session, pos).stateId)
    if (there !== 'air') throw failed('occupied', `there is ${there} at ${pos.join(', ')}`)
    const side = ground(session, pos, block)
    if (!side) throw failed('no_support', 'there is nothing to plant it on')
    await comeNear(session, pos, [pos], bot.registry.blocksByName[block]?.boundingBox === 'block')
    if (bot.heldItem?.slot !== item.slot) await hold(session, item)
    if (interactive(session.nameOf(terrain.stateAt(...side.at)))) bot.setControlState('sneak', true)
    await clickOn(session, side, null)
    const free = () => session.nameOf(terrain.stateAt(...pos)) === 'air'
    for (let t = 0; free() && t < ANSWER; t++) await session.tick()
    if (free()) throw failed('no_support', `${name} does not grow on ${session.nameOf(terrain.stateAt(...side.at))}`)
  }
}
