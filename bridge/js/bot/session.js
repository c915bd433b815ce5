'use strict'
/** One bot in one world: how it comes in, and what everything else here works on. */

const mineflayer = require('mineflayer')
const { pathfinder } = require('mineflayer-pathfinder')
const clock = require('../clock')
const { lockstep, realTime } = require('./conductor')
const { followTerrain } = require('./terrain')
const { openEyes } = require('./sight')
const { Paths } = require('./paths')
const { settle } = require('./body')
const { follow } = require('./metabolism')
const { remember } = require('./memory')
const { failed, interrupted } = require('./stop')

/** Real ms until a server must have accepted the connection. */
const DIAL = 15000
/** Ticks until the player must have appeared in the world. */
const ENTER = 600
/** Columns to each side that are awaited: as far as the eyes see. */
const COLUMNS = 3
/** Ticks after which a world that sends no more columns is taken as it is. */
const QUIET = 40
/** Characters of a message, as vanilla has it. */
const MESSAGE = 256

/** The connection to the server is over. */
class ServerGone extends Error {}

/**
 * Connect, enter the world, come to rest and look around.
 * @param {{ host: string, port: number, control?: number, token?: string, username: string, warp: number, version: string }} request
 *   control and token: of the embedded server; without them time is real
 * @param {(event: object) => void} push where events go
 * @param {object} job from jobs.js
 * @returns {Promise<object>} the session
 */
async function connect (request, push, job) {
  const { host, port, control, token, username, warp, version } = request
  if (!control) clock.setReal(true)
  const time = control ? await lockstep({ host, control, token, warp }) : realTime()
  const quiet = { hideErrors: true, logErrors: false }
  const bot = mineflayer.createBot({ host, port, username, version, auth: 'offline', keepAlive: !control, viewDistance: 'normal', ...quiet })
  bot.emit('inject_allowed') // at once, as mineflayer means to a moment later: a near server may have said by then who we are
  bot._client.hideErrors = false // index.js hears of packets that can be read only in part
  const session = { bot, time, job, ended: null, entered: false, end: () => { time.close(); bot.end('quit') } }
  const gone = reason => {
    if (session.ended) return
    session.ended = reason
    if (session.entered) push({ type: 'end', reason }) // else whoever connects says so
  }
  bot.on('kicked', reason => gone(`kicked: ${typeof reason === 'string' ? reason : JSON.stringify(reason)}`))
  bot.on('end', reason => gone(String(reason)))
  bot.on('error', error => push({ type: 'error', error: String(error?.message ?? error) }))
  bot._client.on('playerChat', said => chat(session, said, push))
  await dialled(bot, host, port)
  time.attach(bot._client)
  await time.run(enter(session))
  session.entered = true
  return session
}

/**
 * Somebody said something. Who it was is taken from the packet's sender, never from the words: an emote, the name of an item or a message of the server may
 * look like anybody's. What has no sender who is here is nobody's, and dropped.
 */
function chat ({ bot }, { sender, plainMessage }, push) {
  const from = Object.values(bot.players).find(player => player.uuid === sender)?.username
  if (from && from !== bot.username && plainMessage) push({ type: 'chat', from, text: plainMessage.slice(0, MESSAGE) })
}

/** The connection is open, or the reason why not is thrown. Real time: nothing else can know how long a network takes. */
function dialled (bot, host, port) {
  return new Promise((resolve, reject) => {
    const refuse = why => {
      clock.real.clearTimeout(timer)
      reject(new ServerGone(`no Minecraft server answers at ${host}:${port}: ${why}`))
    }
    const timer = clock.real.setTimeout(refuse, DIAL, `nothing came in ${DIAL / 1000} s`)
    bot._client.once('connect', () => {
      clock.real.clearTimeout(timer)
      resolve()
    })
    bot.once('error', error => refuse(error.message || error.code))
    bot.once('end', refuse)
  })
}

/** From the connection to a body at rest that has looked around. */
async function enter (session) {
  const { bot, time } = session
  session.tick = async () => {
    session.stoodOn = session.terrain?.updates // what the body's next step knows of
    await time.nextTick()
    if (session.ended) throw new ServerGone(session.ended)
    session.job.check(time.tick)
  }
  for (let t = 0; !bot.entity?.height || !bot.health; t++) {
    if (t > ENTER) throw new ServerGone(`the player did not appear in the world within ${ENTER} ticks`)
    await session.tick()
  }
  bot.loadPlugin(pathfinder)
  const blocks = bot.registry.blocksByStateId
  const names = Object.keys(blocks).map(state => plain(blocks[state].name))
  const terrain = followTerrain(bot)
  const nameOf = state => names[state] ?? 'unknown'
  Object.assign(session, { names, nameOf, terrain, paths: new Paths(bot, terrain), sight: openEyes(bot, terrain, nameOf), sequence: 0 })
  session.memory = remember(session)
  session.metabolism = follow(bot)
  bot.pathfinder.setMovements(session.paths)
  await columns(session)
  let { health } = bot
  bot.on('health', () => {
    if (bot.health < health && !session.job.bears) session.job.stop(interrupted(null, `hurt: health fell from ${+health.toFixed(1)} to ${+bot.health.toFixed(1)}`))
    health = bot.health
  })
  bot.on('entityDead', entity => { entity.dead = true }) // it still lies there for a second
  bot.on('death', () => session.job.stop(failed('died', 'the player died')))
  await settle(session)
  session.sight.look()
}

/** Every column as far as the eyes see has come, or none comes any more. */
async function columns (session) {
  const { bot } = session
  const missing = () => {
    let count = 0
    const { x, z } = bot.entity.position.floored()
    for (let dx = -COLUMNS; dx <= COLUMNS; dx++) {
      for (let dz = -COLUMNS; dz <= COLUMNS; dz++) if (!bot.world.getColumn((x >> 4) + dx, (z >> 4) + dz)) count++
    }
    return count
  }
  for (let left = missing(), quiet = 0; left > 0 && quiet < QUIET;) {
    await session.tick()
    const now = missing()
    quiet = now < left ? 0 : quiet + 1
    left = now
  }
}

/** Names as they cross the wire: there is one kind of air. */
function plain (name) {
  return name === 'cave_air' || name === 'void_air' ? 'air' : name
}

module.exports = { connect, ServerGone, MESSAGE }
