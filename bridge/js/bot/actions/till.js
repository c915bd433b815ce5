'use strict'
/** Make farmland of the block at `pos`, with a hoe, walking within reach first. */

const { clickOn, knownKind, above } = require('./place')
const { reaches, settle } = require('../body')
const { hold, carried } = require('../hand')
const { walk, Reach } = require('../paths')
const { ANSWER } = require('../windows')
const { failed } = require('../stop')

/** Tilled whatever lies on it (Minecraft Wiki, "Hoe"). */
const ALWAYS = 'rooted_dirt'

module.exports = {
  footprint: ({ pos }) => [pos],
  async run (session, { pos }) {
    const { bot, terrain } = session
    const kind = knownKind(session, pos)
    const name = session.nameOf(kind.stateId)
    if (name === 'air') throw failed('nothing_there', `there is air at ${pos.join(', ')}`)
    const lid = session.nameOf(knownKind(session, above(pos)).stateId)
    if (lid !== 'air' && name !== ALWAYS) throw failed('occupied', `${lid} lies on ${pos.join(', ')}`)
    const [hoe] = carried(bot).filter(item => item.name.endsWith('_hoe')).sort((a, b) => a.maxDurability - b.maxDurability)
    if (!hoe) throw failed('no_item', 'needs a hoe, has none')
    if (!reaches(bot, pos)) {
      await walk(session, new Reach(pos))
      await settle(session)
    }
    if (!reaches(bot, pos)) throw failed('no_path', 'no place to till it from')
    if (bot.heldItem?.slot !== hoe.slot) await hold(session, hoe)
    await clickOn(session, { at: pos, number: 1, way: [0, -1, 0] }, null)
    const still = () => session.nameOf(terrain.stateAt(...pos)) === name
    for (let t = 0; still() && t < ANSWER; t++) await session.tick()
    if (still()) throw failed('refused', `${name} is not tilled`)
  }
}
