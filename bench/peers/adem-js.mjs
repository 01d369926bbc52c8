// The deployed emblem, three ES512 tokens, by adem-js: node adem-js.mjs MODULE CAPTURE. Commitments are taken as given, as in our VerifyChainOfThree; the bare checks beside it are WebCrypto's.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { webcrypto as crypto } from 'node:crypto';

const [modulePath, capture] = process.argv.slice(2);
const { verifyTokens } = await import(pathToFileURL(resolve(modulePath)).href);

// One record a line, each a sequence of quoted strings with escaped quotes.
const records = readFileSync(capture, 'utf8').split('\n').map(line => [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(m => m[1].replace(/\\(.)/g, '$1')).join(''));
const valueOf = prefix => records.filter(r => r.startsWith(prefix)).map(r => r.slice(r.indexOf('=') + 1));
const tokens = valueOf('adem-token'), keys = valueOf('adem-key');
const verify = list => verifyTokens([...list, ...keys], [], { ctVerifier: async () => undefined });

const good = await verify(tokens);
const altered = await verify(tokens.map(t => { const at = t.lastIndexOf('.') + 10; return t.slice(0, at) + (t[at] === 'A' ? 'B' : 'A') + t.slice(at + 1); }));
if (good.results.includes('INVALID') || !altered.results.includes('INVALID')) {
  console.log(`adem-js: not measured: it says ${good.results} of the good tokens, and ${altered.results} of altered ones`);
  process.exit(0);
}

const algorithm = { name: 'ECDSA', hash: 'SHA-512' };
const imported = await Promise.all(keys.map(k => crypto.subtle.importKey('jwk', JSON.parse(k), { name: 'ECDSA', namedCurve: 'P-521' }, false, ['verify'])));
const signed = tokens.map(t => [Buffer.from(t.slice(0, t.lastIndexOf('.'))), Buffer.from(t.slice(t.lastIndexOf('.') + 1), 'base64url')]);
const pairs = [];
for (const [data, signature] of signed) {
  for (const key of imported) {
    if (await crypto.subtle.verify(algorithm, key, signature, data)) pairs.push([key, signature, data]);
  }
}

const time = async (action, count = 200) => {
  for (let i = 0; i < 20; i++) await action();
  const start = process.hrtime.bigint();
  for (let i = 0; i < count; i++) await action();
  return Number(process.hrtime.bigint() - start) / count / 1000;
};
const bare = await time(async () => { for (const [key, signature, data] of pairs) await crypto.subtle.verify(algorithm, key, signature, data); });
const whole = await time(() => verify(tokens));
console.log(`adem-js: ${whole.toFixed(0)} µs for the deployed chain of three (ES512); ${pairs.length} bare checks in the same process: ${bare.toFixed(0)} µs; ratio ${(whole / bare).toFixed(2)}`);
