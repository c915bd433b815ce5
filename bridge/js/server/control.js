'use strict'
/**
 * The control port: who moves time. Newline-delimited JSON on 127.0.0.1, one answer line a request line, in order.
 *
 * First line:  {"token":"<options.token>"}
 *              -> {"ok":true,"protocol":1,"version":"1.19.4","port":<game port>,"seed":s,"spawn":[x,y,z],"tick":t,"now":ms}
 *              or {"error":"wrong token","code":"EAUTH"} and the connection is closed.
 *
 * {"advance":50,"sent":M,"received":N,"port":P}
 *     Move time on by 50 virtual ms (1 tick). `sent` = bytes that the caller has written to its game socket so far (socket.bytesWritten); exactly these are
 *     handled before the tick, later ones are held back for the next. `port` = local port of that game socket (socket.localPort); may be left out when the
 *     game has one client. `received` = bytes read from it so far; not used. Bytes of other clients are handled as they have come.
 *     -> {"now":ms,"tick":t,"sent":K}   after the tick, when all is written. K = bytes written to that game socket so far: when the caller's
 *        socket.bytesRead has reached K, it has everything that happened up to now. null when there is no such socket (not connected yet, or gone).
 *     With no game socket yet: {"advance":50} works, too. While free: {"error":...,"code":"EFREE"}. When fewer than `sent` bytes come within 5 s:
 *     {"error":...,"code":"EBYTES"}.
 *
 * {"free":true}   -> {"free":true}   from now on the server follows the real clock at 20 ticks a second, and handles packets as they come.
 *                                    Who joins then appears beside the first player.
 * {"held":false} -> {"held":false}  the world goes on: ticks count and everything in it moves. {"held":true}: it waits, while time still moves for packets; so a
 *                                     client can come into a world without a tick going by. Option `held`: from the start.
 * {"free":false}  -> {"free":false}  back to lockstep: time stands still.
 * {"save":true}   -> {"saved":true}  when altered chunks, players, dropped items and time are on disk. {"saved":false} when there is no world folder.
 * {"setup":["give","dirt",3],"player":"name"} -> {"ok":true}   sets a scene up (plugins/setup.js). {"error":...,"code":"ESETUP"} when it cannot be done.
 * {"command":"/time set 0","player":"name"} -> {"ok":true}   the same in vanilla's words, when the server was started with testCommands; without a player as its console
 * {"ledger":true} -> {"ledger":["give dirt 3 for name",...]}   what was ever set up in this world
 * {"seen":"name"}  -> {"kind":"inventory","slots":[["dirt",3],null,...],"offHand":null,"cursor":null}   what a player should see in its window: for tests
 * {"status":true} -> {"tick":t,"now":ms,"free":bool,"players":[names],"entities":n,"rss":bytes,"warp":w}
 *
 * A line that is none of these -> {"error":"...","code":"EREQUEST"}; the connection stays open.
 */

const net = require('net')
const clock = require('../clock')
const { gated, stuck } = require('./gate')
const { linesOf } = require('./lines')
const { idle } = require('./pending')
const { report } = require('./log')

/** Real milliseconds to wait for bytes that were announced. */
const PATIENCE = 5000
/** Real milliseconds that a connection may take until it has said who it is: a game's has no place in time before. */
const NAMELESS = 60000
/** Real milliseconds between two signs of life for who plays along while time stands still: vanilla's clients leave after 30 s of silence. */
const SIGN = 10000
/** Virtual milliseconds by which one request may move time on. */
const FARTHEST = 60000

/**
 * Open the control port.
 * @param {object} serv flying-squid's server
 * @param {{ token?: string, seed: number, version: string }} options
 * @returns {Promise<{ port: number, follow: (on: boolean) => void }>}
 */
async function listen (serv, options) {
  const games = new Map() // remote port -> { client, gate }
  const gone = new Set() // remote ports whose game is over
  let mover = null // the client that moves time: it waits as long as it likes
  let turn = Promise.resolve() // requests of all connections, one after the other

  serv._server.on('connection', client => {
    const key = client.socket.remotePort
    const gate = gated(client)
    if (clock.following) gate.open(Infinity)
    games.set(key, { client, gate })
    gone.delete(key)
    const timer = clock.real.setTimeout(() => { if (!client.username) client.socket.destroy() }, NAMELESS)
    client.on('end', () => {
      clock.real.clearTimeout(timer)
      games.delete(key)
      gone.add(key)
    })
  })
  serv.on('tick', () => { for (const { client } of games.values()) if (stuck(client)) client.socket.destroy() })

  clock.real.setInterval(() => {
    for (const { client } of games.values()) if (client !== mover && client.state === 'play' && !clock.following) client.write('keep_alive', { keepAliveId: [0, 0] })
  }, SIGN).unref()

  function hold (on) {
    if (on) serv.stopTickInterval()
    else serv.setTickInterval(20)
  }
  if (options.held) hold(true)

  function follow (on) {
    serv.hosting = on
    for (const { gate } of games.values()) on ? gate.open(Infinity) : gate.close()
    clock.setReal(on)
  }

  async function advance ({ advance: ms, sent, port }) {
    if (clock.following) return { error: 'expected lockstep, found a free server: send {"free":false} first', code: 'EFREE' }
    const game = await gameOf(port, sent)
    if (game) mover = game.client
    for (const other of games.values()) if (other !== game) other.gate.close()
    if (game && sent !== undefined) {
      const came = () => game.gate.received >= sent || game.client.ended
      await until(game.gate, 'received', came)
      if (!came()) return { error: `expected ${sent} bytes on the game socket, found ${game.gate.received}`, code: 'EBYTES' }
      game.gate.open(sent)
    } else game?.gate.close()
    await idle(3)
    await clock.advance(ms, idle)
    await idle(3)
    if (game) await until(game.client.socket, 'drain', () => flushed(game.client))
    return { now: clock.now(), tick: serv.tickCount, sent: game && !game.client.ended ? game.client.socket.bytesWritten : null }
  }

  /** The game socket that is meant; one that has just been opened may need a moment to arrive. */
  async function gameOf (port, sent) {
    const find = () => port === undefined ? games.values().next().value : games.get(port)
    if (!find() && sent && !gone.has(port)) await until(serv._server, 'connection', find)
    return find() ?? null
  }

  function status () {
    const { rss } = process.memoryUsage()
    const players = serv.players.map(player => player.username)
    return { tick: serv.tickCount, now: clock.now(), free: clock.following, players, entities: Object.keys(serv.entities).length, rss, warp: options.warp }
  }

  async function setUp ({ setup, command, player }) {
    try {
      if (setup) await serv.setup(setup[0], setup.slice(1), player ? serv.getPlayer(player) : serv.players[0] ?? null)
      else await serv.command(command, player ? serv.getPlayer(player) : null)
      await idle(3)
      return { ok: true }
    } catch (error) {
      return { error: error.message, code: 'ESETUP' }
    }
  }

  async function answer (request) {
    if (request.advance >= 0 && request.advance <= FARTHEST) return await advance(request)
    if (request.status) return status()
    if (typeof request.seen === 'string' && serv.getPlayer(request.seen)) return serv.getPlayer(request.seen).seen()
    if (request.save) return { saved: await serv.saveAll() }
    if (Array.isArray(request.setup)) return await setUp(request)
    if (typeof request.command === 'string' && serv.command) return await setUp(request)
    if (request.ledger) return { ledger: serv.ledger }
    if (typeof request.held === 'boolean') {
      hold(request.held)
      return { held: request.held }
    }
    if (typeof request.free === 'boolean') {
      follow(request.free)
      return { free: request.free }
    }
    return { error: `expected advance, free, save, setup, ledger, seen or status, found ${JSON.stringify(request)}`, code: 'EREQUEST' }
  }

  const server = net.createServer(socket => {
    let trusted = false
    const say = line => { if (socket.writable) socket.write(JSON.stringify(line) + '\n') }
    const greet = request => {
      trusted = request?.token === options.token
      if (!trusted) {
        say({ error: 'wrong token', code: 'EAUTH' })
        return socket.destroySoon()
      }
      const { seed, version } = options
      say({ ok: true, protocol: 1, version, port: serv.listeningPort, seed, spawn: serv.spawnPoint.toArray(), tick: serv.tickCount, now: clock.now() })
    }
    socket.setNoDelay(true)
    socket.on('error', error => { if (error.code !== 'ECONNRESET') report('control', error) })
    const timer = clock.real.setTimeout(() => { if (!trusted) socket.destroy() }, NAMELESS)
    socket.on('close', () => clock.real.clearTimeout(timer))
    linesOf(socket, () => trusted, line => {
      turn = turn.then(async () => {
        const request = parsed(line)
        if (!socket.writable) return
        if (!trusted) return greet(request)
        say(request ? await answer(request) : { error: `expected a line of JSON, found ${line.slice(0, 80)}`, code: 'EREQUEST' })
      }).catch(error => {
        report('control', error)
        say({ error: error.message, code: 'EFAILED' })
      })
    })
  })
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  return { port: server.address().port, follow }
}

function parsed (line) {
  try {
    const value = JSON.parse(line)
    return value && typeof value === 'object' ? value : null
  } catch {
    return null
  }
}

/** Whether everything written to a client has left for its socket and the socket for the system. */
function flushed (client) {
  if (client.ended) return true
  const stages = [client.serializer, client.compressor, client.framer]
  return client.socket.writableLength === 0 && stages.every(stage => !stage || (stage.writableLength === 0 && stage.readableLength === 0))
}

/** Wait until `done()`, looked at whenever `event` comes and at every turn; after PATIENCE it goes on without. */
async function until (emitter, event, done) {
  const latest = clock.real.performance.now() + PATIENCE
  while (!done() && clock.real.performance.now() < latest) {
    await new Promise(resolve => {
      const go = () => {
        clock.real.clearTimeout(timer)
        emitter.removeListener(event, go)
        resolve()
      }
      const timer = clock.real.setTimeout(go, 2)
      emitter.once(event, go)
    })
  }
}

module.exports = { listen }
