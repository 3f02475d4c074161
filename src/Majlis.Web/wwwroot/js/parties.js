// @ts-check
// The order of parties by the keyboard: arrows go from row to row, with Alt they move the row. Without this script the same buttons do it.
for (const list of document.querySelectorAll('[data-order]')) {
  list.addEventListener('keydown', (event) => {
    if (!(event instanceof KeyboardEvent) || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') || !(event.target instanceof Element)) return;
    const row = event.target.closest('li');
    if (!row) return;
    const way = event.key === 'ArrowUp' ? '[data-up]' : '[data-down]';
    if (event.altKey) {
      event.preventDefault();
      const button = row.querySelector(way);
      if (button instanceof HTMLButtonElement) button.click();
      return;
    }
    const next = event.key === 'ArrowUp' ? row.previousElementSibling : row.nextElementSibling;
    const target = next?.querySelector(`button${way}:not(:disabled), button:not(:disabled)`);
    if (!(target instanceof HTMLElement)) return;
    event.preventDefault();
    target.focus();
  });
}
// After a move the page is another one: go on where the row is now.
const moved = location.hash.startsWith('#p-') ? document.getElementById(location.hash.slice(1)) : null;
const button = moved?.querySelector('button:not(:disabled)');
if (button instanceof HTMLElement) button.focus();
