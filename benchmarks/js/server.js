'use strict'
/**
 * Bots that work on the embedded server: each walks, digs, places and crafts, over and over. For benchmarks/server.py.
 *
 *     node server.js '{"port":p,"bots":5}'                                                  in real time, until stdin ends; then prints what was done
 *     node server.js '{"port":p,"control":c,"token":"t","bots":1,"windows":5,"ticks":400}'  in lockstep; prints a line for each window
 *     node server.js '{"chunks":100,"seed":1}'                                              no server: makes columns and their packets
 *
 * Prints one line of JSON each: {"spawned":n}, {"window":{"game":ms,"real":ms}}, {"done":{"dug":n,"placed":n,"crafted":n,"metres":m}}, {"chunks":[ms, ...]}.
 */

const path = require('path')
const { join, ours, clock, js } = require('./player')
const { Vec3 } = ours('vec3')

/** Columns that are made before any is measured: compilers and caches get warm. */
const WARM = 20

const say = line => process.stdout.write(JSON.stringify(line) + '\n')

/** What a bot does in one round. */
async function round ({ bot, tick, during }, n, done) {
  const name = item => bot.inventory.items().find(each => each.name === item)
  const start = bot.entity.position.clone()
  await during(bot.look(n * 2.4, 0, true)) // 2.4: never twice the same way
  for (const key of ['forward', 'jump']) bot.setControlState(key, true)
  await tick(12)
  bot.clearControlStates()
  await tick(6)
  done.metres += start.distanceTo(bot.entity.position)

  const feet = bot.entity.position.floored()
  const around = [[1, 0], [0, 1], [-1, 0], [0, -1]].map(([x, z]) => bot.blockAt(feet.offset(x, -1, z)))
  const ground = around.find(block => block?.diggable && block.boundingBox === 'block' && bot.blockAt(block.position.offset(0, 1, 0))?.name === 'air')
  if (ground && name('iron_pickaxe')) {
    await during(bot.equip(name('iron_pickaxe'), 'hand'))
    await during(bot.dig(ground, 'ignore'))
    done.dug++
    const below = bot.blockAt(ground.position.offset(0, -1, 0))
    if (below?.boundingBox === 'block' && name('dirt')) {
      await during(bot.equip(name('dirt'), 'hand'))
      await during(bot.placeBlock(below, new Vec3(0, 1, 0)))
      done.placed++
    }
  }
  if (n % 4 === 0 && name('oak_log')) {
    const [recipe] = bot.recipesFor(bot.registry.itemsByName.oak_planks.id, null, 1, null)
    await during(bot.craft(recipe, 1))
    done.crafted++
  }
}

/** Rounds until `over()`; what cannot be done in one is tried elsewhere in the next. */
async function work (client, first, done, over) {
  for (let n = first; !over(); n++) {
    try {
      if (client.bot.health <= 0) {
        client.bot.respawn()
        await client.tick(20)
      }
      await round(client, n, done)
    } catch (error) {
      if (over()) return
      done.failed++
      await client.tick(5)
    }
  }
}

async function play ({ bots, windows = 0, ticks, ...where }) {
  const clients = []
  for (let n = 0; n < bots; n++) clients.push(await join({ ...where, username: `worker${n}` }))
  say({ spawned: bots })
  const done = { dug: 0, placed: 0, crafted: 0, metres: 0, failed: 0 }
  if (where.control) {
    const [client] = clients
    await client.ask({ setup: ['give', 'iron_pickaxe'] })
    for (const item of ['dirt', 'oak_log']) await client.ask({ setup: ['give', item, 64] })
    await client.tick(20)
    let count = 0
    const { tick } = client
    client.tick = async (n = 1) => { count += n; await tick(n) }
    const { until, during } = counted(client, tick, () => count++)
    Object.assign(client, { until, during })
    for (let w = 0; w < windows; w++) {
      const [from, start] = [count, clock.real.performance.now()]
      await work(client, w * 1000, done, () => count - from >= ticks)
      say({ window: { game: (count - from) * 50, real: clock.real.performance.now() - start } })
    }
  } else {
    let over = false
    process.stdin.on('end', () => { over = true }).resume()
    await Promise.all(clients.map((client, n) => work(client, n * 1000, done, () => over)))
  }
  say({ done: { ...done, metres: Math.round(done.metres) } })
  process.exit(0)
}

/** `until` and `during` of a client that counts its ticks. */
function counted (client, tick, count) {
  const until = async (over, limit = 200, what = String(over)) => {
    for (let n = 0; n < limit && !over(); n++) {
      count()
      await tick()
    }
    if (!over()) throw new Error(`not within ${limit} ticks: ${what}`)
  }
  const during = async (promise, limit = 400) => {
    let over = false
    const settled = () => { over = true }
    promise.then(settled, settled)
    await until(() => over, limit, 'a promise')
    return promise
  }
  return { until, during }
}

/** Milliseconds for each column: made by the generator and written as its packet. */
function chunks ({ chunks, seed }) {
  const registry = ours('prismarine-registry')('1.19.4')
  const { terrainOf } = require(path.join(js, 'server', 'terrain'))
  const { createSerializer } = ours('minecraft-protocol')
  const nbt = ours('prismarine-nbt')
  const serializer = createSerializer({ state: 'play', isServer: true, version: '1.19.4' })
  const { column } = terrainOf({ registry, terrain: { kind: 'seeded', seed } })
  const heightmaps = nbt.comp({ MOTION_BLOCKING: nbt.longArray(new Array(36).fill([0, 0])) })
  const taken = []
  const side = Math.ceil(Math.sqrt(chunks + WARM))
  for (let i = 0; i < chunks + WARM; i++) {
    const [x, z] = [i % side, Math.floor(i / side)]
    const start = clock.real.performance.now()
    const chunk = column(x, z)
    const params = { x, z, heightmaps, chunkData: chunk.dump(), blockEntities: [], trustEdges: true, suppressLightUpdates: true, ...chunk.dumpLight() }
    serializer.createPacketBuffer({ name: 'map_chunk', params })
    if (i >= WARM) taken.push(clock.real.performance.now() - start)
  }
  say({ chunks: taken })
}

const options = JSON.parse(process.argv[2])
if (options.chunks) chunks(options)
else play(options).catch(error => { process.stderr.write(error.stack + '\n'); process.exit(1) })
