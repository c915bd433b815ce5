'use strict'
/** Walk up to 64 blocks in a heading, and stop as soon as a block of one of the kinds in `targets` comes in sight that was not known before. */

const { walk, Onward } = require('../paths')
const { STEP } = require('../body')
const { failed, Stop } = require('../stop')

/** How far it goes, in blocks. */
const FAR = 64
/** How far is planned at once: within what the server has sent. */
const LEG = 24
/** Without targets, how far counts as explored. */
const ENOUGH = 16
/** How much nearer a leg must get when its end cannot be reached. */
const WORTH = 4
/** Ticks between two looks. */
const LOOK = 10

module.exports = {
  footprint: () => [],
  async run (session, { targets = [], heading = 'north' }) {
    const { bot, sight } = session
    const wanted = new Uint8Array(0x10000)
    session.names.forEach((name, state) => { if (targets.includes(name)) wanted[state] = 1 })
    const step = STEP[heading]
    const start = bot.entity.position.clone()
    const gone = () => (bot.entity.position.x - start.x) * step[0] + (bot.entity.position.z - start.z) * step[1]
    let found = sight.look(wanted)
    let ticks = 0
    const lookAround = () => {
      if (++ticks % LOOK === 0) found = sight.look(wanted)
      return found.length > 0
    }
    try {
      while (found.length === 0 && gone() < FAR - 0.5) {
        const before = gone()
        await walk(session, new Onward(bot.entity.position, step, Math.ceil(Math.min(LEG, FAR - before))), { each: lookAround, partial: WORTH })
        if (found.length === 0) found = sight.look(wanted)
        if (found.length === 0 && gone() < before + 1) break
      }
    } catch (error) {
      if (!(error instanceof Stop) || error.reason !== 'no_path') throw error
    }
    if (found.length) return `${session.nameOf(sight.stateAt(...found[0]))} at ${found[0].join(', ')}`
    if (targets.length === 0 && gone() >= ENOUGH) return
    throw failed('not_found', `after ${Math.round(gone())} blocks to the ${heading}`)
  }
}
