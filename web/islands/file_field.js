// File fields with a drop zone and words in the page's language: the component of govuk-frontend. The field itself keeps its name and
// moves behind a button, which takes over its id.
import { FileUpload } from "govuk-frontend/dist/govuk/components/file-upload/file-upload.mjs";

export function start_file_fields() {
  // Says to govuk-frontend that this browser has what its components need.
  if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
  for (const wrapper of document.querySelectorAll('[data-module="govuk-file-upload"]')) new FileUpload(wrapper);
}
