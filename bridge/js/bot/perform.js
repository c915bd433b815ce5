'use strict'
/** One action from rest to rest, and what it changed. */

const { settle } = require('./body')
const { snapshot, difference } = require('./ledger')
const { Stop } = require('./stop')
const { tidy } = require('./windows')

const ACTIONS = Object.fromEntries(['move_to', 'explore', 'mine', 'dig', 'collect', 'place', 'craft', 'equip', 'wait', 'control',
  'smelt', 'eat', 'attack', 'sleep', 'deposit', 'withdraw', 'till', 'plant', 'harvest']
  .map(verb => [verb, require('./actions/' + verb)]))

/** What nobody need have done: grass spreads and dies, leaves decay. */
const BY_ITSELF = /^(grass_block|mycelium) dirt$|^dirt (grass_block|mycelium)$|_leaves air$/

/**
 * Do an action to its end.
 * @param {object} session
 * @param {object} action worldsim.actions, tagged by `op`; `known`: what the bot is told beside it (bridge/knowledge.py)
 * @param {number} deadline in ticks from now
 * @param {object} job
 * @returns {Promise<object>} worldsim.change.Outcome without `action`
 */
async function perform (session, action, deadline, job) {
  const { bot, sight, time } = session
  const { run, footprint, traced = false, bears = false, after = () => {} } = ACTIONS[action.op]
  const start = time.tick
  session.job = job
  job.deadline = start + deadline
  job.bears = bears
  const before = snapshot(bot)
  sight.begin()
  const traceEnds = traced ? trace(bot) : () => []
  const own = new Set(footprint(action).map(String)) // cells
  const isOwn = ([pos, ...names]) => own.has(String(pos)) && (String(pos) === String(action.pos) || !BY_ITSELF.test(names.join(' ')))
  let end = { status: 'done', reason: null, note: '' }
  try {
    end.note = await run(session, action) ?? ''
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    end = error
  }
  job.settling = true
  await after(session, action)
  await tidy(session)
  await settle(session)
  const motion = traceEnds()
  if (end.status === 'done' && job.stopped?.reason === 'died') end = job.stopped
  sight.look()
  const changes = sight.changes()
  const { x, y, z } = bot.entity.position
  return {
    status: end.status,
    reason: end.reason,
    note: end.note,
    change: { ...difference(before, snapshot(bot)), blocks: changes.filter(isOwn) },
    env: { blocks: changes.filter(change => !isOwn(change)) },
    end: [x, y, z],
    ticks: time.tick - start,
    discovered: sight.discovered,
    motion
  }
}

/**
 * Write down the body at the end of each of its ticks.
 * @returns {() => Array} ends it; gives worldsim.change.Motion tick by tick, the velocity as the client has it (on ground: one tick of gravity)
 */
function trace (bot) {
  const motion = []
  const note = () => {
    const { position, velocity, onGround } = bot.entity
    motion.push([position.toArray(), velocity.toArray(), onGround])
  }
  bot.on('physicsTick', note)
  return () => {
    bot.removeListener('physicsTick', note)
    return motion
  }
}

module.exports = { perform, ACTIONS }
