'use strict'
/**
 * Who moves time. In lockstep (the embedded server) both processes stand still until a job is in flight; then, tick by tick: our own clock moves on by 50 ms
 * (physics, packets out), the server is told how many bytes to handle and moves on by 50 ms, and we wait for every byte it wrote. So what happens depends on
 * what is done, never on how fast the machine is. On a foreign server time is the real one, and a tick is 50 ms of it.
 */

const net = require('net')
const readline = require('readline')
const clock = require('../clock')

const TICK = 50 // ms
/** Real ms that an exchange with the server may take before it counts as dead. */
const PATIENCE = 30000
/** Real ms by which pacing may lag before the lag is forgotten instead of caught up. */
const LONGEST_LAG = 250

/** The other side is gone, or out of step. */
class OutOfStep extends Error {}

/**
 * Time on a foreign server.
 * @returns the same interface as `lockstep`
 */
function realTime () {
  const waiting = new Set()
  const start = clock.now()
  const timer = setInterval(() => release(waiting), TICK)
  return {
    pausable: false,
    get tick () { return Math.floor((clock.now() - start) / TICK) },
    attach () {},
    nextTick: () => new Promise(resolve => waiting.add(resolve)),
    run: (promise, pace) => promise,
    close: () => clearInterval(timer)
  }
}

/**
 * Time on the embedded server.
 * @param {{ host: string, control: number, token: string, warp: number }} options warp: virtual ms per real ms at most; 0: as fast as it goes
 */
async function lockstep ({ host, control, token, warp }) {
  const ask = await dial(host, control)
  const greeting = await ask({ token })
  const waiting = new Set()
  let tick = greeting.tick
  let client = null // minecraft-protocol's client of the bot

  /** One tick on both sides. */
  async function step () {
    await clock.advance(TICK)
    const socket = client?.socket
    if (!socket || client.ended) {
      tick = (await ask({ advance: TICK })).tick
      return
    }
    await flush(client)
    const answer = await ask({ advance: TICK, sent: socket.bytesWritten, received: socket.bytesRead, port: socket.localPort })
    tick = answer.tick
    await received(client, answer.sent)
  }

  /** Move time until a promise settles. `pace`: virtual ms per real ms at most, while it does. */
  async function run (promise, pace = warp) {
    const state = { done: false }
    const finish = () => { state.done = true }
    promise.then(finish, finish)
    let anchor = clock.real.performance.now() - clock.now() / (pace || Infinity)
    await clock.turn()
    while (!state.done) {
      await step()
      release(waiting)
      await settled()
      const ahead = pace ? anchor + clock.now() / pace - clock.real.performance.now() : 0
      if (ahead > 1) await new Promise(resolve => clock.real.setTimeout(resolve, ahead))
      if (ahead < -LONGEST_LAG) anchor -= ahead
    }
    return await promise
  }

  return {
    pausable: true,
    get tick () { return tick },
    attach (next) { client = next },
    nextTick: () => new Promise(resolve => waiting.add(resolve)),
    run,
    close: ask.close
  }
}

function release (waiting) {
  const now = [...waiting]
  waiting.clear()
  for (const resolve of now) resolve()
}

/** Whoever was waiting for the tick has done what it does before it waits again. */
async function settled () {
  await clock.turn()
  await clock.turn()
}

/** Everything written is in the socket. */
async function flush (client) {
  for (let quiet = 0, last = -1; quiet < 2;) {
    await clock.turn()
    const { bytesWritten, writableLength } = client.socket
    quiet = bytesWritten === last && writableLength === 0 ? quiet + 1 : 0
    last = bytesWritten
    if (client.ended) return
  }
}

/** Everything up to byte `count` has been read and handled. */
async function received (client, count) {
  const latest = clock.real.performance.now() + PATIENCE
  const behind = () => !client.ended && count !== null && client.socket.bytesRead < count
  while (behind()) {
    if (clock.real.performance.now() > latest) throw new OutOfStep(`expected ${count} bytes from the server, found ${client.socket.bytesRead}`)
    await clock.turn()
  }
  await settled()
}

/** Open the control port; gives a function: request -> answer. */
async function dial (host, port) {
  const socket = net.connect(port, host)
  socket.setNoDelay(true)
  const answers = []
  let broken = null
  const fail = error => {
    broken ??= error
    for (const { reject } of answers.splice(0)) reject(broken)
  }
  socket.on('error', error => fail(new OutOfStep(`the control port failed: ${error.message}`)))
  socket.on('close', () => fail(new OutOfStep('the server closed its control port')))
  readline.createInterface({ input: socket }).on('line', line => {
    const answer = JSON.parse(line)
    const { resolve, reject } = answers.shift()
    answer.error ? reject(new OutOfStep(`the server says: ${answer.error}`)) : resolve(answer)
  })
  const ask = request => new Promise((resolve, reject) => {
    if (broken) return reject(broken)
    const timer = clock.real.setTimeout(() => fail(new OutOfStep(`the server did not answer within ${PATIENCE / 1000} s`)), PATIENCE)
    const over = end => value => {
      clock.real.clearTimeout(timer)
      end(value)
    }
    answers.push({ resolve: over(resolve), reject: over(reject) })
    socket.write(JSON.stringify(request) + '\n')
  })
  ask.close = () => socket.destroy()
  return ask
}

module.exports = { lockstep, realTime, OutOfStep }
