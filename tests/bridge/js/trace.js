'use strict'
/** Digs ten blocks on a seeded world and tells everything that was seen, tick by tick: two runs must tell the same. */

const { createHash } = require('crypto')
const { join, ours } = require('./player')
const { report, options } = require('./checks')
const { Vec3 } = ours('vec3')

async function main () {
  const { port, control, token, targets } = options()
  const { bot, tick, until, ask } = await join({ port, control, token, username: 'tester' })
  await until(() => bot.world.getColumns().length >= 16, 60, 'the chunks')
  const spawn = bot.entity.position.toArray()
  const chunk = (x, z) => createHash('sha256').update(bot.world.getColumn(x, z).dump()).digest('hex')
  const [cx, cz] = [spawn[0] >> 4, spawn[2] >> 4]
  const chunks = [[0, 0], [1, 0], [-2, 1]].map(([dx, dz]) => chunk(cx + dx, cz + dz))
  const seen = []
  const lying = () => Object.values(bot.entities).filter(e => e.name === 'item').map(e => [e.id, e.getDroppedItem().name, e.getDroppedItem().count, ...e.position.toArray()])
  for (const target of targets) {
    const location = new Vec3(...target).plus(new Vec3(Math.floor(spawn[0]), Math.floor(spawn[1]), Math.floor(spawn[2])))
    bot._client.write('block_dig', { status: 0, location, face: 1, sequence: 1 })
    for (let n = 0; n < 20; n++) {
      await tick()
      seen.push(lying())
    }
    bot._client.write('block_dig', { status: 2, location, face: 1, sequence: 2 })
  }
  bot.setControlState('forward', true)
  bot.setControlState('jump', true)
  for (let n = 0; n < 60; n++) {
    await tick()
    seen.push(bot.entity.position.toArray(), lying())
  }
  const drops = bot.inventory.items().map(i => [i.name, i.count, i.slot])
  await report({
    async spawn () { return spawn },
    async chunks () { return chunks },
    async drops () { return drops },
    async seen () { return createHash('sha256').update(JSON.stringify(seen)).digest('hex') },
    async thrown () { return seen.flat().length },
    async tick () { return (await ask({ status: true })).tick }
  })
}

main().catch(error => { process.stderr.write(error.stack + '\n'); process.exit(1) })
