// @ts-check
// Passkeys: a form marked data-passkey="get|create" asks the server for options, the browser for a credential, and sends it as its hidden field.

const ready = typeof PublicKeyCredential === "function" && "parseRequestOptionsFromJSON" in PublicKeyCredential;

/** @type {AbortController | undefined} */
let waiting;

/**
 * @param {HTMLFormElement} form
 * @param {CredentialMediationRequirement} [mediation]
 */
async function answer(form, mediation) {
  waiting?.abort();
  const stop = (waiting = new AbortController());
  const token = /** @type {HTMLInputElement} */ (form.querySelector("[name=__RequestVerificationToken]"));
  const response = await fetch(form.dataset.options ?? "", { method: "POST", body: new URLSearchParams({ [token.name]: token.value }) });
  if (!response.ok) throw new Error(String(response.status));
  const options = await response.json();
  const credential = form.dataset.passkey === "create"
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options), signal: stop.signal })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options), mediation, signal: stop.signal });
  if (!credential) throw new Error("no credential");
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("credential"));
  field.value = JSON.stringify(credential);
  form.submit();
}

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-passkey]"))) {
  if (!ready) break;
  const failed = /** @type {HTMLElement | null} */ (form.querySelector("[data-failed]"));
  form.hidden = false;
  form.addEventListener("submit", event => {
    event.preventDefault();
    if (failed) failed.hidden = true;
    answer(form).catch(() => { if (failed) failed.hidden = false; });
  });
  if ("conditional" in form.dataset)
    PublicKeyCredential.isConditionalMediationAvailable?.().then(can => { if (can) return answer(form, "conditional"); }).catch(() => { /* the button is still there */ });
}
if (ready) for (const note of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-no-passkeys]"))) note.hidden = true;
