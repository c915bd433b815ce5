'use strict'
/** Lets water, lava and sand loose on a flat world and tells what is seen of it, tick by tick: for test_server_flows.py. */

const { createHash } = require('crypto')
const { join, ours } = require('./player')
const { report, options } = require('./checks')
const { Vec3 } = ours('vec3')

const GROUND = 64

async function main () {
  const { ticks, begin, ...where } = options()
  const { bot, tick, until, ask } = await join({ ...where, username: 'tester' })
  await until(() => bot.world.getColumns().length >= 16 && bot.entity.onGround, 100, 'the chunks')
  const seen = []
  bot.world.on('blockUpdate', (before, after) => seen.push([after.position.x, after.position.y, after.position.z, after.stateId]))
  const setup = async (...words) => {
    const answer = await ask({ setup: words, player: 'tester' })
    if (answer.error) throw new Error(answer.error)
  }
  if (begin) {
    await setup('tp', -8.5, GROUND, -8.5)
    await setup('setblock', 3, GROUND + 4, 3, 'stone')
    await setup('setblock', 3, GROUND + 5, 3, 'water')
    await setup('setblock', -3, GROUND, 5, 'water')
    await setup('setblock', 8, GROUND, -2, 'lava')
    for (let i = 0; i < 4; i++) await setup('fill', -2 + i * 4, GROUND + 8, -6, -2 + i * 4, GROUND + 10, -6, i % 2 ? 'sand' : 'gravel')
    await setup('setblock', 2, GROUND, -6, 'torch')
  }
  await tick(ticks)
  const falling = Object.values(bot.entities).filter(e => e.name === 'falling_block').length
  const lying = Object.values(bot.entities).filter(e => e.name === 'item').map(e => [e.getDroppedItem().name, e.getDroppedItem().count])
  const grains = new Set(['sand', 'gravel'])
  const cells = []
  let blocks = 0
  for (let y = GROUND - 1; y < GROUND + 12; y++) {
    for (let z = -12; z <= 16; z++) {
      for (let x = -12; x <= 16; x++) {
        const block = bot.blockAt(new Vec3(x, y, z))
        cells.push(block.stateId)
        if (grains.has(block.name)) blocks++
      }
    }
  }
  await report({
    async flood () {
      const sand = blocks + lying.filter(([name]) => grains.has(name)).reduce((sum, [, count]) => sum + count, 0)
      const hash = value => createHash('sha256').update(JSON.stringify(value)).digest('hex')
      return { changes: seen.length, seen: hash(seen), cells: hash(cells), sand, falling, lying }
    }
  })
}

main().catch(error => { process.stderr.write(error.stack + '\n'); process.exit(1) })
