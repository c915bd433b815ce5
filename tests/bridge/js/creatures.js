'use strict'
/**
 * Tells what lives around a player. `how`: 'trace', a night of 2,000 ticks with some blows, hashed; 'count', the most monsters at once; 'list', what is here now.
 */

const { createHash } = require('crypto')
const { join } = require('./player')
const { report, options } = require('./checks')

const MONSTERS = ['zombie', 'skeleton', 'spider']
const ANIMALS = ['cow', 'pig', 'sheep', 'chicken']

async function main () {
  const { how, ticks, ...server } = options()
  const { bot, tick, until, ask } = await join({ ...server, username: 'tester' })
  const setup = (...words) => ask({ setup: words, player: 'tester' })
  const living = names => Object.values(bot.entities).filter(e => names.includes(e.name))
  const told = e => [e.id, e.uuid, e.name, ...e.position.toArray(), e.metadata[0], e.metadata[9], e.metadata[16] ?? null, e.metadata[17] ?? null]
  await until(() => bot.world.getColumns().length >= 16 && bot.entity.onGround, 100, 'the chunks')

  async function trace () {
    await setup('time', 14000)
    const hash = createHash('sha256')
    const seen = new Set()
    let sum = 0
    let blows = 0
    bot.setControlState('forward', true)
    bot.setControlState('jump', true)
    for (let n = 0; n < ticks; n++) {
      await tick()
      if (n % 40 === 0) bot.look(n / 100, 0, true)
      if (bot.health <= 0 && n % 20 === 0) bot.respawn()
      const near = living([...MONSTERS, ...ANIMALS])
      const target = near.find(e => e.position.distanceTo(bot.entity.position) < 3)
      if (target && n % 15 === 0 && ++blows) bot.attack(target)
      for (const e of near) seen.add(e.name)
      sum += near.length
      hash.update(JSON.stringify([bot.health, bot.entity.position.toArray(), near.map(told), living(['item', 'arrow', 'experience_orb']).map(e => [e.id, e.name, ...e.position.toArray()])]))
    }
    return { hash: hash.digest('hex'), told: sum, kinds: [...seen].sort(), blows }
  }

  async function count () {
    await setup('time', 18000)
    await setup('gamerule', 'doDaylightCycle', 'false')
    await setup('gamemode', 'creative')
    let most = 0
    for (let n = 0; n < ticks; n++) {
      await tick()
      most = Math.max(most, living(MONSTERS).length)
    }
    return { most, columns: bot.world.getColumns().length }
  }

  async function list () {
    await tick(ticks)
    return living([...MONSTERS, ...ANIMALS]).map(e => told(e).slice(2)).sort()
  }

  await report({ answer: { trace, count, list }[how] })
}

main().catch(error => { process.stderr.write(error.stack + '\n'); process.exit(1) })
