// @ts-check
import { Editor } from './editor.js';

customElements.define('majlis-grid', class extends HTMLElement {
  connectedCallback() { new Editor(this); }
});
