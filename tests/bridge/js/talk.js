'use strict'
/**
 * A player who only talks: joins, says each line of JSON that comes on stdin (a string: in the chat; {"raw": text}: unchecked; {"packet": [name, fields]}: anything), and prints what
 * is said in the game: {"joined":true}, then {"heard":text,"by":name or null}; and {"alive":true} at the server's first sign of life. Leaves when stdin
 * ends.
 */

const readline = require('readline')
const { options } = require('./checks')
const { join, ours } = require('./player')
const { Vec3 } = ours('vec3')

const tell = line => process.stdout.write(JSON.stringify(line) + '\n')

async function main () {
  const { bot } = await join({ ...options(), warp: 1 })
  bot.on('message', (message, kind, sender) => {
    const by = Object.values(bot.players).find(player => player.uuid === sender)?.username ?? null
    tell({ heard: message.toString(), by })
  })
  bot._client.on('tile_entity_data', ({ location: { x, y, z } }) => tell({ heard: `a sign says ${bot.blockAt(new Vec3(x, y, z)).getSignText?.()[0]}`, by: null }))
  bot._client.once('keep_alive', () => tell({ alive: true }))
  readline.createInterface({ input: process.stdin }).on('line', line => {
    const said = JSON.parse(line)
    if (typeof said === 'string') return bot.chat(said)
    if (said.packet) return bot._client.write(...said.packet)
    bot._client.write('chat_message', { message: said.raw, timestamp: 0n, salt: 0n, offset: 0, acknowledged: Buffer.alloc(3) })
  }).on('close', () => process.exit(0))
  tell({ joined: true })
}

main().catch(error => { process.stderr.write(error.stack + '\n'); process.exit(1) })
