// Compresses files as small as they get, for browsers that take brotli: node compress.mjs FOLDER FILE…
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { brotliCompressSync } from "node:zlib";

const [folder, ...files] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
for (const file of files) {
  writeFileSync(join(folder, `${basename(file)}.br`), brotliCompressSync(readFileSync(file)));
}
