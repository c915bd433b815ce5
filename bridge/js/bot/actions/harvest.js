'use strict'
/** Break the ripe crop at `pos`, and pick up what falls. `known.ripe`: its age when it is ripe, null if it is no crop (bridge/knowledge.py). */

const mine = require('./mine')
const { knownKind } = require('./place')
const { failed } = require('../stop')

module.exports = {
  footprint: mine.footprint,
  async run (session, { pos, known: { ripe } }) {
    const kind = knownKind(session, pos)
    const name = session.nameOf(kind.stateId)
    if (ripe === null) throw failed('nothing_there', `${name} at ${pos.join(', ')} is no crop`)
    const age = Number(kind.getProperties().age ?? 0)
    if (age < ripe) throw failed('not_ripe', `${name} at ${pos.join(', ')} has age ${age} of ${ripe}`)
    await mine.run(session, { pos })
  }
}
