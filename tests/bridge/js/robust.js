'use strict'
/**
 * A bot that works in lockstep while others on the same server do what no decent client does: for test_server_robust.py.
 *
 *     node robust.js '{"port":p,"control":c,"token":"t","vice":"nonsense","seed":1}'
 *
 * Prints { [vice]: { alone, ticks, health, block, mb, players, entities } }: ticks of a round of work before and after, what is left of the worker and of its
 * block, how much the server has grown, and who is still there.
 */

const net = require('net')
const { join, ours, clock } = require('./player')
const { report, options } = require('./checks')
const { Vec3 } = ours('vec3')
const mc = ours('minecraft-protocol')
const Item = ours('prismarine-item')('1.19.4')

/** Numbers like a lottery's, but the same every time. */
function dice (seed) {
  let s = seed >>> 0 || 1
  const next = () => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0
    return s / 2 ** 32
  }
  return { next, below: n => Math.floor(next() * n), bytes: n => Buffer.from(Array.from({ length: n }, () => Math.floor(next() * 256))), among: list => list[Math.floor(next() * list.length)] }
}

const moment = (ms = 1) => new Promise(resolve => clock.real.setTimeout(resolve, ms))

/** A client that says what it is told to. It answers nothing by itself. */
function rude (port, username) {
  const client = mc.createClient({ host: '127.0.0.1', port, username, version: '1.19.4', auth: 'offline', hideErrors: true, keepAlive: false })
  client.on('error', () => {})
  const entered = new Promise(resolve => client.once('position', packet => resolve(packet)))
  const ended = new Promise(resolve => client.once('end', resolve))
  return { client, entered, ended }
}

/** Throws when somebody has not been cut off. */
async function gone (ask, name) {
  const { players } = await ask({ status: true })
  if (players.includes(name)) throw new Error(`expected ${name} to be cut off, found it here`)
}

/** What is done wrong; each gets { port, control, tick, roll, enter } and lets the worker work meanwhile with `tick`. */
const vices = {
  /** Every packet of play with random bytes behind its number, too long and too short. */
  async nonsense ({ enter, tick, roll }) {
    let { client } = await enter('nonsense')
    for (let id = 0; id <= 0x34; id++) {
      for (let n = 0; n < 12; n++) {
        if (client.ended) client = (await enter('nonsense')).client
        client.writeRaw(Buffer.concat([Buffer.from([id]), roll.bytes(roll.among([0, 1, 2, 7, 8, 9, 25, 33, 80, 400, 3000]))]))
        await moment()
      }
      await tick(1)
    }
    client.end('enough')
  },

  /** Packets that are well formed, with numbers and words that no game has. */
  async extremes ({ enter, tick, roll }) {
    const { client } = await enter('extremes')
    const number = () => roll.among([NaN, Infinity, -Infinity, 1e300, -1e300, 3e7, 2.9e7, 0, -0, 1e-300, 64.5])
    const int = () => roll.among([0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 255, 46])
    const short = () => roll.among([0, 1, -1, 32767, -32768, -999, 46])
    const location = () => roll.among([{ x: 0, y: 63, z: 1 }, { x: 2 ** 25 - 1, y: 2047, z: -(2 ** 25) }, { x: 0, y: -2048, z: 0 }, { x: 5000, y: 64, z: 5000 }, { x: 1, y: 320, z: 1 }])
    const text = () => roll.among(['', 'a'.repeat(256), '\u0000', '/', '/give @a dirt 99', '§k', '💥'.repeat(60), '{"text":', '../../etc'])
    const item = () => roll.among([{ present: false }, Item.toNotch(new Item(1, 64)), { present: true, itemId: 2 ** 31 - 1, itemCount: 127, nbtData: undefined }, { present: true, itemId: -5, itemCount: -128, nbtData: undefined }])
    const saying = {
      position: () => ({ x: number(), y: number(), z: number(), onGround: true }),
      position_look: () => ({ x: number(), y: number(), z: number(), yaw: number(), pitch: number(), onGround: false }),
      look: () => ({ yaw: number(), pitch: number(), onGround: true }),
      teleport_confirm: () => ({ teleportId: int() }),
      block_dig: () => ({ status: roll.below(8), location: location(), face: roll.below(9) - 2, sequence: int() }),
      block_place: () => ({ hand: roll.below(3), location: location(), direction: roll.below(9) - 2, cursorX: number(), cursorY: number(), cursorZ: number(), insideBlock: true, sequence: int() }),
      use_item: () => ({ hand: int(), sequence: int() }),
      use_entity: () => ({ target: roll.among([0, -1, 99999, 2 ** 31 - 1]), mouse: roll.below(2), sneaking: true }),
      entity_action: () => ({ entityId: int(), actionId: roll.among(['start_sneaking', 'stop_sneaking', 'stop_sleeping', 'start_sprinting', 'stop_sprinting', 'start_horse_jump', 'stop_horse_jump', 'open_vehicle_inventory', 'start_elytra_flying']), jumpBoost: int() }),
      held_item_slot: () => ({ slotId: short() }),
      window_click: () => ({ windowId: roll.among([0, 1, 255]), stateId: int(), slot: short(), mouseButton: roll.below(256) - 128, mode: roll.below(9), changedSlots: [{ location: short(), item: item() }], cursorItem: item() }),
      close_window: () => ({ windowId: roll.below(256) }),
      set_creative_slot: () => ({ slot: short(), item: item() }),
      craft_recipe_request: () => ({ windowId: 0, recipe: text(), makeAll: true }),
      enchant_item: () => ({ windowId: 1, enchantment: 5 }),
      chat_message: () => ({ message: text(), timestamp: [0, 0], salt: [0, 0], signature: undefined, offset: int(), acknowledged: Buffer.alloc(3) }),
      chat_command: () => ({ command: text(), timestamp: [0, 0], salt: [0, 0], argumentSignatures: [], messageCount: int(), acknowledged: Buffer.alloc(3) }),
      tab_complete: () => ({ transactionId: int(), text: text() }),
      settings: () => ({ locale: text(), viewDistance: roll.among([-128, 0, 2, 127]), chatFlags: 7, chatColors: true, skinParts: 255, mainHand: 9, enableTextFiltering: false, enableServerListing: true }),
      client_command: () => ({ actionId: roll.among(['perform_respawn', 'request_stats']) }),
      custom_payload: () => ({ channel: roll.among(['minecraft:register', 'minecraft:brand', text()]), data: roll.bytes(40) }),
      name_item: () => ({ name: text() }),
      update_sign: () => ({ location: location(), isFrontText: true, text1: text(), text2: text(), text3: text(), text4: text() }),
      pick_item: () => ({ slot: int() }),
      spectate: () => ({ target: '00000000-0000-0000-0000-000000000000' }),
      vehicle_move: () => ({ x: number(), y: number(), z: number(), yaw: number(), pitch: number() }),
      steer_vehicle: () => ({ sideways: number(), forward: number(), jump: 255 }),
      steer_boat: () => ({ leftPaddle: true, rightPaddle: true }),
      abilities: () => ({ flags: int() & 127 }),
      arm_animation: () => ({ hand: int() }),
      keep_alive: () => ({ keepAliveId: [int(), int()] }),
      pong: () => ({ id: int() }),
      set_difficulty: () => ({ newDifficulty: 99 }),
      lock_difficulty: () => ({ locked: true }),
      query_block_nbt: () => ({ transactionId: int(), location: location() }),
      select_trade: () => ({ slot: int() }),
      update_command_block: () => ({ location: location(), command: '/stop', mode: 9, flags: 255 }),
      resource_pack_receive: () => ({ result: int() })
    }
    const names = Object.keys(saying)
    for (let n = 0; n < 3000; n++) {
      const name = n < names.length ? names[n] : roll.among(names)
      client.write(name, saying[name]())
      if (n % 25 === 0) {
        await moment()
        await tick(1)
      }
    }
    if (client.ended) throw new Error('expected a client that may stay, found it cut off')
    client.end('enough')
  },

  /** Strings and lists as long as a packet can be, and longer. */
  async lengths ({ port, enter, tick }) {
    const varint = n => { const out = []; for (n >>>= 0; n > 127; n >>>= 7) out.push(n & 127 | 128); return Buffer.from([...out, n]) }
    const long = Buffer.alloc(2 ** 20, 97)
    for (const raw of [
      Buffer.concat([Buffer.from([0x05]), varint(long.length), long]), // chat_message
      Buffer.concat([Buffer.from([0x08]), varint(long.length), long]), // settings
      Buffer.concat([Buffer.from([0x09, 1]), varint(2 ** 31 - 1), long.subarray(0, 50)]), // tab_complete
      Buffer.concat([Buffer.from([0x0b, 0, 0, 0, 0, 0, 0]), varint(2 ** 31 - 1), long.subarray(0, 5000)]), // window_click with that many slots
      Buffer.concat([Buffer.from([0x2b, 0, 36, 1, 1, 64]), Buffer.alloc(60000, 0x0a)]), // set_creative_slot: an item's compounds in compounds
      Buffer.concat([Buffer.from([0x2b, 0, 36, 1, 1, 64, 0x0a, 0, 0]), ...Array(9000).fill(Buffer.from([9, 0, 1, 97, 9, 0, 0, 0, 1]))])
    ]) {
      const { client } = await enter('lengths')
      client.writeRaw(raw)
      await moment(20)
      await tick(3)
      client.end('enough')
      await tick(1)
    }
    const bare = async (bytes, login = false) => { // below the protocol
      const socket = net.connect(port, '127.0.0.1').on('error', () => {})
      await new Promise(resolve => socket.once('connect', resolve))
      if (login) socket.write(Buffer.from([16, 0, 0xfa, 5, 9, ...Buffer.from('localhost'), 0x63, 0xdd, 2]))
      for (const part of bytes) {
        socket.write(part)
        await moment(2)
        await tick(1)
      }
      socket.destroy()
    }
    for (const size of [-1, -5, 2 ** 31 - 1, 2 ** 21, 0]) await bare([varint(size), Buffer.alloc(100)])
    for (const size of [-1, -5, 0]) await bare([varint(size), Buffer.alloc(100)], true)
    await bare([Buffer.alloc(20, 255)])
    await bare([Buffer.from([0xfe]), Buffer.from([1, 0xfa])])
    await bare([Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(50))])
    const bomb = ours('zlib').deflateSync(Buffer.alloc(2 ** 28))
    const { client } = await enter('bomb')
    client.socket.write(Buffer.concat([varint(bomb.length + 4), Buffer.from([0x80, 0x80, 0x80, 0x40]), bomb]))
    await moment(50)
    await tick(3)
    client.end('enough')
  },

  /** Packets of play before the login, and names that nobody may have. */
  async strangers ({ port, tick, roll }) {
    for (const name of ['a b', 'x'.repeat(17), 'x'.repeat(40000), '../../etc/passwd', '__proto__', 'constructor', '§4red', 'worker', 'toString']) {
      const { client } = rude(port, name)
      await moment(20)
      await tick(3)
      client.end('enough')
      await tick(1)
    }
    for (const id of [0, 1, 2, 3, 0x14, 0x1d, 0x31]) {
      const socket = net.connect(port, '127.0.0.1').on('error', () => {})
      const packet = Buffer.concat([Buffer.from([id]), roll.bytes(30)])
      socket.write(Buffer.concat([Buffer.from([16, 0, 0xfa, 5, 9, ...Buffer.from('localhost'), 0x63, 0xdd, 2]), Buffer.from([packet.length]), packet, Buffer.from([packet.length]), packet]))
      await moment(5)
      await tick(1)
      socket.destroy()
    }
  },

  /** Digging, placing, clicking and using what is out of reach, not loaded, not open, not there; and all of it dead. */
  async reach ({ enter, tick, ask }) {
    const { client, at } = await enter('reach')
    const all = async () => {
      for (const location of [{ x: at.x + 9, y: 63, z: at.z }, { x: 100000, y: 63, z: 7 }, { x: 0, y: 400, z: 0 }, { x: 3, y: -2000, z: 3 }, { x: Math.floor(at.x), y: 63, z: Math.floor(at.z) }]) {
        for (const status of [0, 2, 1, 5, 3, 4, 6]) client.write('block_dig', { status, location, face: 1, sequence: 1 })
        client.write('block_place', { hand: 0, location, direction: 1, cursorX: 0.5, cursorY: 0.5, cursorZ: 0.5, insideBlock: false, sequence: 2 })
      }
      for (const windowId of [0, 1, 7, 100, 255]) {
        for (const slot of [-999, -1, 0, 4, 44, 45, 46, 53, 90, 32767]) {
          for (let mode = 0; mode < 7; mode++) client.write('window_click', { windowId, stateId: 0, slot, mouseButton: mode, mode, changedSlots: [], cursorItem: { present: false } })
        }
      }
      client.write('use_item', { hand: 0, sequence: 3 })
      client.write('use_entity', { target: 99999, mouse: 1, sneaking: false })
      await moment(30)
      await tick(5)
    }
    await all()
    await ask({ setup: ['give', 'dirt', 64], player: 'reach' })
    await all()
    client.write('position', { x: at.x, y: -200, z: at.z, onGround: false })
    await tick(120) // the void
    await all() // dead
    client.write('client_command', { actionId: 'perform_respawn' })
    client.write('client_command', { actionId: 'perform_respawn' })
    await moment(20)
    await tick(10)
    await all()
    client.write('position', { x: 2.9e7, y: 64, z: -2.9e7, onGround: false }) // and far away
    await moment(20)
    await tick(5)
    await all()
    client.end('enough')
  },

  /** Half a hundred come and go, politely, abruptly, and before they are in. */
  async crowd ({ port, enter, tick }) {
    for (let n = 0; n < 2; n++) {
      const crowd = await Promise.all(Array.from({ length: 18 }, async (_, i) => {
        const each = rude(port, `guest${i}`)
        if (i % 6 === 5) each.client.once('connect', () => each.client.socket.destroy())
        if (i % 6 === 4) each.client.once('success', () => each.client.socket.destroy())
        if (i % 6 === 3) each.client.once('login', () => each.client.socket.resetAndDestroy())
        return each
      }))
      await moment(150)
      await tick(5)
      for (const [i, { client }] of crowd.entries()) {
        if (i % 2) client.socket.destroy()
        else client.end('bye')
        if (i % 3 === 0) await tick(1)
      }
      await moment(30)
      await tick(4)
    }
  },

  /** One that is told much and never reads; the system keeps a few megabytes for it, so that it takes long until it is cut off. */
  async deaf ({ enter, tick, ask }) {
    const { client } = await enter('deaf')
    client.socket.pause()
    for (let n = 0; n < 12; n++) {
      await ask({ setup: ['fill', 20, 64, 20, 35, 80, 35, n % 2 ? 'stone' : 'air'] })
      await tick(2)
    }
    client.socket.destroy()
  },

  /** One that sends more than can be held while time stands still. */
  async flood ({ enter, tick, ask }) {
    const { client } = await enter('flood')
    const packet = { x: 0.5, y: 64, z: 0.5, onGround: true }
    for (let n = 0; n < 400000 && !client.ended; n++) {
      client.write('position', packet)
      if (n % 5000 === 0) await moment()
    }
    await moment(50)
    await tick(2)
    await gone(ask, 'flood')
    client.socket.destroy()
  },

  /** The control port, from somebody who has no token and no manners. */
  async control ({ control, tick }) {
    const dialled = await Promise.all(Array.from({ length: 30 }, () => new Promise(resolve => {
      const socket = net.connect(control, '127.0.0.1', () => resolve(socket)).on('error', () => {})
    })))
    for (const [i, socket] of dialled.entries()) {
      if (i % 3 === 0) socket.write('{"to')
      if (i % 3 === 1) for (let n = 0; n < 50; n++) socket.write(Buffer.alloc(10000, 120))
      if (i % 3 === 2) socket.write('{"token":"guess"}\n{"advance":1e999}\n'.repeat(100))
    }
    for (let n = 0; n < 20; n++) {
      for (const socket of dialled) if (socket.writable) socket.write('x')
      await tick(2)
    }
    const open = dialled.filter(socket => !socket.destroyed).length
    if (open > 10) throw new Error(`expected those to be cut off who said too much, found ${open} of 30 open`)
    for (const socket of dialled) socket.destroy()
  }
}

/** The worker's own work: a hole dug and filled, over and over, with all that others do in between. */
async function main () {
  const { vice, seed = 1, ...where } = options()
  const { bot, tick, during, ask, end } = await join({ ...where, username: 'worker' })
  await ask({ setup: ['give', 'iron_shovel'] })
  await ask({ setup: ['give', 'dirt', 8] })
  await ask({ setup: ['gamerule', 'doMobSpawning', 'false'] })
  await tick(20)
  const hold = name => during(bot.equip(bot.inventory.items().find(item => item.name === name), 'hand'))
  const cell = bot.entity.position.floored().offset(1, -1, 0)
  let ticks = 0

  async function rounds (count) {
    for (let n = 0; n < count; n++) {
      const { tick: before } = await ask({ status: true })
      await hold('iron_shovel')
      await during(bot.dig(bot.blockAt(cell), 'ignore'))
      await hold('dirt')
      await during(bot.placeBlock(bot.blockAt(cell.offset(0, -1, 0)), new Vec3(0, 1, 0)))
      ticks = (await ask({ status: true })).tick - before
    }
  }

  await rounds(2)
  const alone = ticks
  const { rss: before } = await ask({ status: true })
  const roll = dice(seed)
  const enter = async username => {
    const { client, entered } = rude(where.port, username)
    const seen = { at: null }
    entered.then(packet => { seen.at = packet })
    for (let n = 0; n < 200 && !seen.at; n++) {
      await moment()
      await tick(1)
    }
    const { at } = seen
    if (!at) throw new Error(`expected ${username} to be let in, found nothing`)
    client.write('teleport_confirm', { teleportId: at.teleportId })
    return { client, at }
  }
  let worked = 0
  const meanwhile = async n => {
    await tick(n)
    worked += n
    if (worked > 40) {
      worked = 0
      await rounds(1)
      if (ticks !== alone) throw new Error(`expected a round of ${alone} ticks, found ${ticks}`)
    }
  }
  await vices[vice]({ ...where, tick: meanwhile, roll, enter, ask })
  await moment(50)
  await tick(5)
  await rounds(1)
  const { rss, players, entities } = await ask({ status: true })
  const found = { alone, ticks, health: bot.health, block: bot.blockAt(cell).name, mb: Math.round((rss - before) / 2 ** 20), players, entities }
  end()
  await report({ [vice]: async () => found })
}

main().catch(error => { process.stderr.write(error.stack + '\n'); process.exit(1) })
