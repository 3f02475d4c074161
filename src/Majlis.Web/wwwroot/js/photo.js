// @ts-check
// Shows what of a chosen picture will be the photo, and lets it be cut otherwise by three sliders, with the keys, too. Without this script the middle is taken.
for (const form of document.querySelectorAll("form[data-photo]")) {
  const file = /** @type {HTMLInputElement} */ (form.querySelector("input[type=file]"));
  const crop = /** @type {HTMLFieldSetElement} */ (form.querySelector("[data-crop]"));
  const canvas = /** @type {HTMLCanvasElement} */ (form.querySelector("canvas"));
  const slider = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.querySelector(`[data-${name}]`));
  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.querySelector(`[name="Photo.${name}"]`));
  /** @type {ImageBitmap | null} */
  let picture = null;

  const draw = () => {
    if (!picture) return;
    const most = Math.min(picture.width, picture.height * 3 / 4);
    const width = most * (1 - 0.7 * Number(slider("size").value) / 100), height = width * 4 / 3;
    const x = (picture.width - width) * Number(slider("across").value) / 100, y = (picture.height - height) * Number(slider("down").value) / 100;
    const paper = canvas.getContext("2d");
    paper?.clearRect(0, 0, canvas.width, canvas.height);
    paper?.drawImage(picture, x, y, width, height, 0, 0, canvas.width, canvas.height);
    field("Start").value = String(x / picture.width);
    field("Top").value = String(y / picture.height);
    field("Width").value = String(width / picture.width);
  };

  file.addEventListener("change", async () => {
    try {
      // As the picture says it is to be turned, which is what the server does, too.
      picture = file.files?.[0] ? await createImageBitmap(file.files[0], { imageOrientation: "from-image" }) : null;
    } catch {
      picture = null;
    }
    crop.hidden = !picture;
    if (!picture) for (const name of ["Start", "Top", "Width"]) field(name).value = "";
    draw();
  });
  for (const name of ["size", "across", "down"]) slider(name).addEventListener("input", draw);
}
