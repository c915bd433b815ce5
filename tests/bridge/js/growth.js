'use strict'
/**
 * What grows and decays in 80 fast ticks, told cell by cell: two runs must tell the same. With `sign`: what is written there, after writing it when `write`
 * is given.
 */

const { join, ours } = require('./player')
const { report, options } = require('./checks')
const { Vec3 } = ours('vec3')

const TEXT = { text1: 'one', text2: '', text3: 'three', text4: '' }

async function main () {
  const { port, control, token, box, sign, write } = options()
  const { bot, tick, until, ask } = await join({ port, control, token, username: 'tester' })
  await until(() => bot.world.getColumns().length >= 16, 60, 'the chunks')
  const setUp = async (...words) => { await ask({ setup: words, player: 'tester' }) }
  const cells = []
  if (box) {
    await setUp('gamerule', 'doMobSpawning', 'false')
    await setUp('gamerule', 'randomTickSpeed', 512)
    await tick(80)
    const [[x0, y0, z0], [x1, y1, z1]] = box
    for (let x = x0; x <= x1; x++) for (let y = y0; y <= y1; y++) for (let z = z0; z <= z1; z++) cells.push(bot.world.getBlockStateId(new Vec3(x, y, z)))
  }
  if (sign && write) {
    const location = new Vec3(...sign)
    bot._client.write('block_place', { hand: 0, location: location.offset(0, -1, 0), direction: 1, cursorX: 0.5, cursorY: 1, cursorZ: 0.5, insideBlock: false, sequence: 1 })
    await tick(3)
    bot._client.write('update_sign', { location, ...TEXT })
    await tick(3)
    await ask({ save: true })
  }
  if (sign) await until(() => bot.blockAt(new Vec3(...sign))?.blockEntity, 100, 'the sign')
  await report({
    async cells () { return cells },
    async text () { return sign ? bot.blockAt(new Vec3(...sign)).signText : null },
    async tick () { return (await ask({ status: true })).tick }
  })
}

main().catch(error => { process.stderr.write(error.stack + '\n'); process.exit(1) })
