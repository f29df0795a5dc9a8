// node run/table.mjs : vectors by kind, and each on which we differ.
import { allVectors, run, agrees } from './vectors.mjs';

const rows = {};
for (const v of allVectors()) {
  const row = (rows[v.kind] ??= { agree: 0, differ: 0, skipped: 0, faults: 0 });
  const ours = await run(v);
  if (ours === null) row.skipped++;
  else if (agrees(v.verdict, ours)) row.agree++;
  else {
    row.differ++;
    console.log(`DIFFERS ${v.name} (${v.what})\n   vector ${JSON.stringify(v.verdict)}\n   ours   ${JSON.stringify(ours)}`);
  }
  if (ours?.fault) {
    row.faults++;
    console.log(`FAULT ${v.name} ${ours.reason}`);
  }
  if (process.argv[2] && v.name.includes(process.argv[2])) console.log(v.name, '|', v.what, '|', JSON.stringify(ours));
}
console.table(rows);
