'use strict'
/**
 * A plain Mineflayer client, for tests of servers: none of the product's own bot code. In lockstep with the embedded server, whose control port it knows;
 * on any other server, in real time.
 *
 *     const { bot, tick, until, ask, end } = await join({ port, control, token, username: 'tester' })
 *     (`warp: 10`: not faster than ten times real time; `free: true`: the embedded server goes by itself, and is only asked)
 *     const { bot, tick, until, end } = await join({ host, port, username: 'tester' })
 */

const path = require('path')
const js = process.env.LUCIDCRAFT_JS ?? path.join(__dirname, '..', '..', 'bridge', 'js')
const clock = require(path.join(js, 'clock')).install()
const net = require('net')
const readline = require('readline')
const { createRequire } = require('module')
const ours = createRequire(js + path.sep)
const mineflayer = ours('mineflayer')

/** A line-by-line conversation with the control port. */
function conversation (port) {
  const socket = net.connect(port, '127.0.0.1').setNoDelay(true)
  const waiting = []
  readline.createInterface({ input: socket }).on('line', line => waiting.shift()(JSON.parse(line)))
  const ask = request => new Promise(resolve => {
    waiting.push(resolve)
    socket.write(JSON.stringify(request) + '\n')
  })
  return { ask, socket }
}

/** How a server keeps time: the embedded one is asked for each tick, another goes by itself. */
async function timeOf ({ control, token, free }) {
  if (!control) {
    clock.setReal(true)
    return { version: '1.19.4', end () {} }
  }
  if (free) clock.setReal(true)
  const { ask, socket } = conversation(control)
  const hello = await ask({ token })
  if (!hello.ok) throw new Error(JSON.stringify(hello))
  return { ask, version: hello.version, end: () => socket.end() }
}

/** The protocol tells of broken packets on the console only. */
function heard (tell) {
  const { log } = console
  console.log = (...words) => {
    const line = words.join(' ')
    if (/partial packet|PartialReadError|SizeOf|Write error/.test(line)) tell(line.slice(0, 500))
    else log(...words)
  }
}

async function join ({ host = '127.0.0.1', port, control, token, username, warp = 0, free = false }) {
  const { ask, version, end: hangUp } = await timeOf({ control, token, free })
  const bot = mineflayer.createBot({ host, port, username, version, auth: 'offline', hideErrors: true, respawn: false, viewDistance: 2, checkTimeoutInterval: 2 ** 30 })
  bot.emit('inject_allowed') // at once: a near server may log it in before mineflayer's own timer rings
  const problems = []
  bot._client.hideErrors = false // packets that it can read only in part are told; `heard` listens
  heard(line => problems.push(line))
  bot.on('error', error => problems.push(error.stack?.split('\n').slice(0, 6).join(' | ') ?? error.message))
  bot.on('kicked', reason => problems.push('kicked ' + reason))
  const game = () => bot._client.socket
  let due = 0 // the real moment at which the next tick may end
  await new Promise(resolve => bot._client.once('connect', resolve))

  async function tick (n = 1) {
    for (; n > 0; n--) {
      if (problems.length) throw new Error(problems.join('; '))
      if (!ask || free) {
        await new Promise(resolve => clock.real.setTimeout(resolve, 50))
        continue
      }
      await clock.advance(50)
      await clock.turn()
      const { sent } = await ask({ advance: 50, sent: game().bytesWritten, received: game().bytesRead, port: game().localPort })
      const behind = () => game().bytesRead < sent && !game().destroyed // no bytes of ours: null, and never behind
      while (behind()) await new Promise(resolve => clock.real.setTimeout(resolve, 1))
      for (let i = 0; i < 3; i++) await clock.turn()
      await paced()
      if (problems.length) throw new Error(problems.join('; '))
    }
  }

  /** Wait until real time has come as far as game time, `warp` times as fast; 0: not at all. What was missed is not caught up. */
  async function paced () {
    if (!warp) return
    due = Math.max(due + 50 / warp, clock.real.performance.now())
    const ahead = due - clock.real.performance.now()
    if (ahead > 1) await new Promise(resolve => clock.real.setTimeout(resolve, ahead))
  }

  /** Tick until `done()` holds; throws after `limit` ticks. Answers how many it took. */
  async function until (done, limit = 200, what = String(done)) {
    for (let n = 0; n < limit; n++) {
      if (done()) return n
      await tick()
    }
    if (!done()) throw new Error(`not within ${limit} ticks: ${what}`)
    return limit
  }

  /** Tick until a promise of Mineflayer's settles; answers its value. */
  async function during (promise, limit = 400) {
    let over = false
    const settled = () => { over = true }
    promise.then(settled, settled)
    await until(() => over, limit, 'a promise')
    return promise
  }

  let spawned = false
  bot.once('spawn', () => { spawned = true })
  await until(() => spawned, 100, 'spawn')
  const end = () => { bot.end(); hangUp() }
  return { bot, tick, until, during, ask, end, clock, free }
}

module.exports = { join, conversation, clock, ours, js }
