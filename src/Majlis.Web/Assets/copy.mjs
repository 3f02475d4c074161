// @ts-check
// Copies and cuts to size what the pages need of others' packages into wwwroot/lib, with their licences.
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { Resvg, initWasm } from '@resvg/resvg-wasm';
import subset from 'subset-font';

const from = 'node_modules', to = '../wwwroot/lib';
await rm(to, { recursive: true, force: true });
await mkdir(`${to}/fonts`, { recursive: true });
await mkdir(`${to}/print/flags`, { recursive: true });

/** Latin letters beyond ISO 8859-1 that Turkish, Azerbaijani, Turkmen, Uzbek names and transliterations use; the package's own subset is 168 kB. */
const latinExtended = 'ĀāĂăĄąĆćČčĎďĐđĒēĖėĘęĚěƏəĞğĠġĢģĦħĪīĮįİıĶķĻļŁłŃńŅņŇňÑñŌōŐőŒœŘřŚśŞşŠšȘșŢţŤťȚțŪūŮůŰűŲųŴŵŶŷŸŹźŻżŽžḌḍḤḥḪḫṢṣṬṭẒẓʻʼʾʿ₺₼₽';
const fonts = [
  ['noto-sans', 'noto-sans-latin-wght-normal.woff2', 'noto-latin.woff2', null],
  ['noto-sans', 'noto-sans-latin-ext-wght-normal.woff2', 'noto-latin-ext.woff2', latinExtended],
  ['noto-sans', 'noto-sans-cyrillic-wght-normal.woff2', 'noto-cyrillic.woff2', null],
  ['noto-sans', 'noto-sans-cyrillic-ext-wght-normal.woff2', 'noto-cyrillic-ext.woff2', 'ҐґҒғҖҗҘҙҚқҢңҮүҰұҲҳҶҷҺһӘәӢӣӨөӮӯ'],
  ['vazirmatn', 'vazirmatn-arabic-wght-normal.woff2', 'vazirmatn-arabic.woff2', null],
];
/** Pages use weights from 400 to 700; the lighter and heavier ones are a third of each file. */
const variationAxes = { wght: { min: 400, max: 700 } };
/** What papers are printed with: the same letters as pages, each weight as an outline font of its own, because the press reads neither woff2 nor axes. */
const printed = { regular: 400, bold: 700 };
const styles = await readFile('../wwwroot/css/tokens.css', 'utf8');
for (const [family, file, name, letters] of fonts) {
  const font = await readFile(`${from}/@fontsource-variable/${family}/files/${file}`);
  await writeFile(`${to}/fonts/${name}`, await subset(font, letters ?? lettersOf(name), { targetFormat: 'woff2', variationAxes }));
  for (const [weight, wght] of Object.entries(printed))
    await writeFile(`${to}/print/${name.replace('.woff2', `-${weight}.ttf`)}`, await subset(font, letters ?? lettersOf(name), { targetFormat: 'truetype', variationAxes: { wght } }));
}

/** The letters for which the style sheet asks for a font. @param {string} name */
function lettersOf(name) {
  const ranges = styles.match(new RegExp(`${name}"[^}]*?unicode-range:([^;]*);`))?.[1].match(/[0-9A-F]+(-[0-9A-F]+)?/g) ?? [];
  return ranges.map((range) => {
    const [first, last] = range.split('-').map((code) => parseInt(code, 16));
    return Array.from({ length: (last ?? first) - first + 1 }, (_, i) => String.fromCodePoint(first + i)).join('');
  }).join('');
}
await copyFile(`${from}/@fontsource-variable/noto-sans/LICENSE`, `${to}/fonts/noto-sans-LICENSE.txt`);
await copyFile(`${from}/@fontsource-variable/vazirmatn/LICENSE`, `${to}/fonts/vazirmatn-LICENSE.txt`);

await copyFile(`${from}/htmx.org/dist/htmx.min.js`, `${to}/htmx.min.js`);
await copyFile(`${from}/htmx.org/LICENSE`, `${to}/htmx-LICENSE.txt`);

// The flags of ISO 3166-1 codes, 4×3; what is no code of a country (regions, organisations) is left out.
await mkdir(`${to}/flags`);
await initWasm(readFile(`${from}/@resvg/resvg-wasm/index_bg.wasm`));
for (const flag of await readdir(`${from}/flag-icons/flags/4x3`))
  if (/^[a-z]{2}\.svg$/.test(flag) && !['eu', 'un', 'xx', 'xk'].includes(flag.slice(0, 2))) {
    await copyFile(`${from}/flag-icons/flags/4x3/${flag}`, `${to}/flags/${flag}`);
    // The press draws no SVG.
    const drawn = new Resvg(await readFile(`${from}/flag-icons/flags/4x3/${flag}`, 'utf8'), { fitTo: { mode: 'width', value: 160 } }).render();
    await writeFile(`${to}/print/flags/${flag.replace('.svg', '.png')}`, drawn.asPng());
    drawn.free();
  }
await copyFile(`${from}/flag-icons/LICENSE`, `${to}/flags/LICENSE.txt`);

// One file of symbols; a page uses <svg class="icon"><use href="/lib/icons.svg#star"></use></svg>.
const icons = (await readFile('icons.txt', 'utf8')).split(/\s+/).filter(Boolean).sort();
const symbols = await Promise.all(icons.map(async (icon) => {
  const svg = await readFile(`${from}/lucide-static/icons/${icon}.svg`, 'utf8');
  const inside = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>')).replace(/\s*\n\s*/g, '');
  return `<symbol id="${icon}" viewBox="0 0 24 24" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${inside}</symbol>`;
}));
await writeFile(`${to}/icons.svg`, `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`);
await copyFile(`${from}/lucide-static/LICENSE`, `${to}/lucide-LICENSE.txt`);
for (const file of await readdir(to)) if (file.endsWith('.map')) await rm(`${to}/${file}`);
