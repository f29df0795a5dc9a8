// ssb-db2: one feed of signed messages, each with the hash of the one before; a second database takes them in batches and checks each.
// Without the network of ssb: what is measured is what its databases do.

import bipf from 'bipf'
import SecretStack from 'secret-stack'
import classic from 'ssb-classic'
import format from 'ssb-classic/format.js'
import database from 'ssb-db2/core.js'
import keys from 'ssb-keys'
import { promisify } from 'node:util'
import { batches, entries, must, place, run, size, timed } from './measuring.mjs'

const KEYS = keys.generate('ed25519', Buffer.alloc(32, 7))

async function open (path) {
  const app = SecretStack({ caps: { shs: Buffer.alloc(32, 1).toString('base64') } }).use([database, classic])
  const peer = app({ path, keys: KEYS, connections: { incoming: {}, outgoing: {} } })
  await promisify(peer.db.onDrain)()
  return peer
}

const synced = (peer) => promisify(peer.db.getLog().onDrain)()

// The messages of a database, in batches; the reader waits while a batch is worked on.
function read (peer, work) {
  return new Promise((resolve, reject) => {
    let part = []
    let count = 0
    let before = Promise.resolve() // the stream may end while its last full batch is still worked on
    const flush = () => {
      const whole = part
      part = []
      count += whole.length
      before = before.then(() => whole.length ? work(whole) : undefined)
      return before
    }
    const stream = peer.db.getLog().stream({ gt: -1 })
    const sink = {
      paused: false,
      write ({ value }) {
        part.push(bipf.decode(value, 0))
        if (part.length < size) return
        sink.paused = true
        flush().then(() => {
          sink.paused = false
          stream.resume()
        }, reject)
      },
      end (error) {
        if (error) return reject(error)
        flush().then(() => resolve(count), reject)
      }
    }
    stream.pipe(sink)
  })
}

// Its log waits by timers that keep no process alive: on a machine with nothing else to do it would end in the middle.
setInterval(() => {}, 1000)

await run({
  async append () {
    const peer = await timed(() => open(place.a))
    const create = promisify(peer.db.create)
    for await (const part of batches()) {
      await timed(async () => {
        await Promise.all(part.map((text) => create({ content: { type: 'entry', text }, feedFormat: 'classic', keys: KEYS })))
        await synced(peer)
      })
    }
    await timed(() => promisify(peer.close)(true))
  },

  async replicate () {
    await timed(async () => {
      const source = await open(place.a)
      const copy = await open(place.b)
      const add = promisify(copy.db.addBatch)
      const count = await read(source, async (part) => {
        await add(part.map(({ value }) => value))
        await synced(copy)
      })
      must(count === entries, `${count} entries`)
      await promisify(copy.close)(true)
      await promisify(source.close)(true)
    })
  },

  async cold () {
    await timed(async () => {
      const peer = await open(place.b)
      let before = null
      const validate = promisify(format.validateBatch)
      const count = await read(peer, async (part) => {
        const values = part.map(({ value }) => value)
        await validate(values, before, null)
        for (const { key, value } of part) must(format.getMsgId(value) === key, 'the key of a message')
        before = values.at(-1)
      })
      must(count === entries, `${count} entries`)
      await promisify(peer.close)(true)
    })
  }
})
