// hypercore: a log in RocksDB, a Merkle tree whose root its author signs at each append; a second one takes it over the replication stream.

import Hypercore from 'hypercore'
import { batches, entries, must, place, run, timed } from './measuring.mjs'

async function open (at, key) {
  const core = key ? new Hypercore(at, key) : new Hypercore(at)
  await core.ready()
  return core
}

await run({
  async append () {
    const core = await timed(() => open(place.a))
    for await (const part of batches()) {
      const blocks = part.map((line) => Buffer.from(line))
      await timed(() => core.append(blocks))
    }
    must(core.length === entries, `${core.length} entries`)
    await timed(() => core.close())
  },

  async replicate () {
    await timed(async () => {
      const source = await open(place.a)
      must(source.length === entries, `${source.length} entries to send`)
      const copy = await open(place.b, source.key)
      const sending = source.replicate(true)
      const taking = copy.replicate(false)
      const failed = new Promise((resolve, reject) => [sending, taking].forEach((stream) => stream.once('error', reject)))
      sending.pipe(taking).pipe(sending)
      await Promise.race([copy.download({ start: 0, end: entries }).done(), failed])
      must(copy.length === entries && copy.contiguousLength === entries, `${copy.contiguousLength} of ${copy.length} entries came over`)
      failed.catch(() => {}) // that a stream ends is no fault any more
      await copy.close()
      await source.close()
    })
  },

  async cold () {
    await timed(async () => {
      const core = await open(place.b)
      must(core.length === entries, `${core.length} entries`)
      const found = await core.core.audit({ dryRun: true })
      const dropped = found.droppedTreeNodes + found.droppedBlocks + found.droppedBits
      must(!found.corrupt && dropped === 0 && found.blocks === entries, JSON.stringify(found))
      const tree = core.core.state.createTreeBatch()
      must(core.core.verifier.verify(tree, core.core.state.signature), 'the signature of the head')
      await core.close()
    })
  }
})
