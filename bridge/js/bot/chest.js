'use strict'
/** What deposit and withdraw share: the way to a chest, and its window. */

const { reaches, settle } = require('./body')
const { walk, Reach } = require('./paths')
const { openBlock, current } = require('./windows')
const { UNKNOWN } = require('./sight')
const { failed } = require('./stop')

const CHESTS = new Set(['chest', 'trapped_chest', 'barrel'])

/** Get within reach of the chest at `pos`. @param {() => void} ready throws why it need not be tried, once it is sure that there is a chest */
async function comeTo (session, pos, ready) {
  const { bot, sight } = session
  const state = sight.stateAt(...pos)
  if (state === UNKNOWN) throw failed('unknown_block', `the cell ${pos.join(', ')} was never seen`)
  if (!CHESTS.has(session.nameOf(state))) throw failed('no_chest', `there is ${session.nameOf(state)} at ${pos.join(', ')}`)
  ready()
  if (reaches(bot, pos)) return
  await walk(session, new Reach(pos))
  await settle(session)
  if (!reaches(bot, pos)) throw failed('no_path', 'no place to open it from')
}

/** Open it, do `work` with its window, and remember what it holds then. Two ticks pass: until the server has said how it is. */
async function opened (session, pos, work) {
  await openBlock(session, pos)
  const window = current(session.bot)
  try {
    work(window)
    await session.tick()
    await session.tick()
  } finally {
    session.memory.chest(pos, window)
  }
}

module.exports = { comeTo, opened }
