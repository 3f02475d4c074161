// @ts-check
// Shows a letter as it is being worded. The page's own button does the same without a script.

const form = /** @type {HTMLFormElement | null} */ (document.querySelector('[data-preview-form]'));
const shown = document.getElementById('preview');

/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;
let asked = 0;

async function preview() {
  if (!form || !shown) return;
  const ask = ++asked;
  const answer = await fetch('?handler=Preview', { method: 'POST', body: new FormData(form) }).catch(() => null);
  // An answer to older words is not shown over a newer one.
  if (!answer?.ok || ask !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.getElementById('preview');
  if (fresh) shown.replaceChildren(...fresh.childNodes);
  for (const field of form.querySelectorAll('.field')) {
    const id = field.querySelector('input, textarea')?.id;
    const wrong = id ? page.getElementById(`${id}-error`) : null;
    field.querySelector('.error')?.remove();
    field.classList.toggle('wrong', !!wrong);
    if (wrong) field.querySelector('label')?.after(document.importNode(wrong, true));
  }
}

form?.addEventListener('input', () => {
  clearTimeout(waiting);
  waiting = setTimeout(preview, 400);
});
